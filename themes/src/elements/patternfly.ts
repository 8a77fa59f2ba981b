// PatternFly, as the console has loaded it.
import { PATTERNFLY } from '../console';

/** Class names of PatternFly without its prefix, such as `c-button m-primary`. */
export function pf(names: string): string {
    return names
        .split(' ')
        .map(name => (name.startsWith('m-') ? `pf-${name}` : PATTERNFLY + name))
        .join(' ');
}

// What PatternFly has no class for, or only with its own scripts.
const style = new CSSStyleSheet();
style.replaceSync(`
.rg-dialog { padding: 0; border: 0; max-block-size: 90vh; inline-size: min(40rem, 92vw); margin: auto; position: fixed; }
.rg-dialog::backdrop { background: rgb(3 3 3 / 62%); }
.rg-help { white-space: pre-line; }
.rg-mark { inline-size: 1.25em; line-height: 1.15em; border: 1px solid currentcolor; border-radius: 50%; font-size: 0.8em; display: inline-block; text-align: center; }
.rg-scopes { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.rg-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
.rg-count { white-space: nowrap; }
.rg-form { max-inline-size: 60rem; }
rg-api-clients > section[class] { padding-inline: 0; }
.rg-form textarea { min-block-size: 4em; }
.rg-output { padding: 0.75rem; border: 1px solid currentcolor; white-space: pre-wrap; overflow-wrap: anywhere; }
:root {
    --rg-editor-text: #151515; --rg-editor-background: #fff; --rg-editor-line: #8a8d90; --rg-editor-quiet: #5f6368;
    --rg-editor-focus: #06c; --rg-editor-selection: #cfe3ff; --rg-editor-keyword: #6a1b9a; --rg-editor-string: #1b5e20;
    --rg-editor-number: #8a3b00;
}
:root[class*="theme-dark"] {
    --rg-editor-text: #f0f0f0; --rg-editor-background: #1f1f1f; --rg-editor-line: #6a6e73; --rg-editor-quiet: #b8bbbe;
    --rg-editor-focus: #92c5f9; --rg-editor-selection: #3c4f66; --rg-editor-keyword: #d2a8ff; --rg-editor-string: #9ece6a;
    --rg-editor-number: #ffb86c;
}
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
