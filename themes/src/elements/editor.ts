// The editor of scripts. It is large, and is loaded when a script is opened.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { text } from '../text';
import { completions } from './completions';
import { Light } from './light';

/** Where a script is wrong, and why. */
export interface Problem {
    line: number;
    message: string;
}

// By the console's own colours, so that it is dark where the console is.
const look = EditorView.theme({
    '&': {
        color: 'var(--rg-editor-text)',
        backgroundColor: 'var(--rg-editor-background)',
        border: '1px solid var(--rg-editor-line)',
        fontSize: '0.875rem',
    },
    '&.cm-focused': { outline: '2px solid var(--rg-editor-focus)' },
    '.cm-content': { caretColor: 'var(--rg-editor-text)', minBlockSize: '18rem', fontFamily: 'monospace' },
    '.cm-scroller': { maxBlockSize: '36rem', overflow: 'auto' },
    '.cm-gutters': {
        color: 'var(--rg-editor-quiet)',
        backgroundColor: 'var(--rg-editor-background)',
        borderInlineEnd: '1px solid var(--rg-editor-line)',
    },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
    '.cm-cursor': { borderLeftColor: 'var(--rg-editor-text)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
        backgroundColor: 'var(--rg-editor-selection)',
    },
    '.cm-tooltip': {
        color: 'var(--rg-editor-text)',
        backgroundColor: 'var(--rg-editor-background)',
        border: '1px solid var(--rg-editor-line)',
    },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
        color: 'var(--rg-editor-text)',
        backgroundColor: 'var(--rg-editor-selection)',
    },
});

const colours = HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--rg-editor-keyword)' },
    { tag: [tags.string, tags.regexp], color: 'var(--rg-editor-string)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--rg-editor-number)' },
    { tag: tags.comment, color: 'var(--rg-editor-quiet)', fontStyle: 'italic' },
]);

/** Sends `change`, with the script as its detail, whenever the admin types. */
@customElement('rg-editor')
export class Editor extends Light {
    /** What is edited: a new one replaces what was typed. */
    @property({ attribute: false }) script = '';
    @property({ attribute: false }) problem: Problem | undefined;
    @property({ attribute: false }) readonly = false;
    #view: EditorView | undefined;

    override disconnectedCallback(): void {
        super.disconnectedCallback();
        this.#view?.destroy();
        this.#view = undefined;
    }

    protected override updated(changed: PropertyValues): void {
        if (!this.#view || changed.has('readonly')) {
            this.#view?.destroy();
            this.#view = new EditorView({ parent: this, state: this.#state() });
        } else if (changed.has('script') && this.script !== this.#view.state.doc.toString()) {
            this.#view.setState(this.#state());
        }
        if (changed.has('problem')) {
            this.#mark();
        }
    }

    #state(): EditorState {
        return EditorState.create({
            doc: this.script,
            extensions: [
                lineNumbers(),
                history(),
                indentOnInput(),
                bracketMatching(),
                closeBrackets(),
                highlightActiveLine(),
                lintGutter(),
                javascript(),
                syntaxHighlighting(colours),
                autocompletion(),
                javascriptLanguage.data.of({ autocomplete: completions }),
                // Tab goes on to the next field: who has no mouse must be able to leave.
                keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
                look,
                EditorState.readOnly.of(this.readonly),
                EditorView.contentAttributes.of({ 'aria-label': text('rules.script') }),
                EditorView.updateListener.of(update => {
                    if (update.docChanged) {
                        this.dispatchEvent(new CustomEvent<string>('change', { detail: update.state.doc.toString() }));
                    }
                }),
            ],
        });
    }

    #mark(): void {
        const { state } = this.#view!;
        const marks: Diagnostic[] = [];
        if (this.problem) {
            const line = state.doc.line(Math.min(Math.max(this.problem.line, 1), state.doc.lines));
            marks.push({ from: line.from, to: line.to, severity: 'error', message: this.problem.message });
        }
        this.#view!.dispatch(setDiagnostics(state, marks));
        if (marks[0]) {
            this.#view!.dispatch({ effects: EditorView.scrollIntoView(marks[0].from) });
        }
    }
}
