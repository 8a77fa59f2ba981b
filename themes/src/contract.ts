// What our pages and the console are for each other. Nothing here depends on how the console is made.

/** What a page may ask of the console that it stands in. */
export interface Console {
    /** The realm that is shown. */
    readonly realm: string;
    /** The admin's language, such as `de`. */
    readonly locale: string;
    /** The theme that the console was made with: ours, or one that has it as a parent. */
    readonly theme: string;
    /** Whether the admin has all of these roles in the realm. */
    may(...roles: string[]): boolean;
    /** Sends a request to the server, with the admin's token, below the server's address for admins. */
    send(path: string, request?: RequestInit): Promise<Response>;
    /** Says something in the console's corner. */
    say(kind: 'success' | 'danger', text: string, details?: string): void;
    /** Goes to a page of the console, below the realm. */
    go(path: string): void;
    /** The link to a page of the console, below the realm. */
    href(path: string): string;
    /** Lets `leave` decide whether the admin goes elsewhere, as long as `unsaved` is true. The answer ends it. */
    guard(unsaved: () => boolean, leave: () => Promise<boolean>): () => void;
}

/** A page of its own with an entry in the menu. */
export interface Page {
    /** Below the realm, such as `/rules`; what follows it in the address is the page's own affair. */
    readonly path: string;
    readonly element: string;
    /** Brings the element's script, when it is shown first. */
    readonly load: () => Promise<unknown>;
    readonly label: string;
    /** The role without which there is neither page nor entry. */
    readonly role: string;
    /** The stock entry that it follows, by its path. */
    readonly after: string;
}

/** A tab on a stock page. */
export interface Tab {
    /** The first part of the stock page's address, below the realm; an id and the tab's name follow. */
    readonly of: 'users' | 'clients';
    readonly name: string;
    readonly element: string;
    /** Brings the element's script, when it is shown first. */
    readonly load: () => Promise<unknown>;
    readonly label: string;
    /** Whether the thing with this id has the tab; without it all have. */
    readonly fits?: (console: Console, id: string) => Promise<boolean>;
    /** The stock tab that it follows: by its test id, and by its name in the address. */
    readonly after: readonly [testId: string, name: string];
}

/** An element that the console makes for one address: `path` is what follows the page's, or the id on a tab. */
export interface Shown extends HTMLElement {
    console: Console;
    path: string;
}

/** What we add. Texts are known once the console is. */
export type Additions = (console: Console) => Promise<{ pages: readonly Page[]; tabs: readonly Tab[] }>;
