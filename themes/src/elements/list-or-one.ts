// A page that is a list, and one of it: what follows the page's address is an id, or `new`.
import type { TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Console, Shown } from '../contract';
import { Light } from './light';

export abstract class ListOrOne extends Light implements Shown {
    @property({ attribute: false }) console!: Console;
    @property({ attribute: false }) path = '';

    protected abstract list(): TemplateResult;

    protected abstract one(): TemplateResult;

    protected override render(): TemplateResult {
        return this.path === '' ? this.list() : this.one();
    }
}
