// An element that stands among the console's own, and has their look.
import { LitElement } from 'lit';

export abstract class Light extends LitElement {
    protected override createRenderRoot(): HTMLElement {
        return this;
    }
}
