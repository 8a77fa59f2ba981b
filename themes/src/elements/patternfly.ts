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
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
