// The only file that knows how Keycloak's console is made inside. All else stands on the interfaces of contract.ts. What
// is read here has no promise of stability, so each piece is looked for before it is used: if one is missing, the console
// stays as Keycloak made it.
import type { Additions, Console, Page, Shown, Tab } from './contract';

// --- How React and the router look from outside. ---

interface Fiber {
    type?: { _context?: { displayName?: string }; displayName?: string } | null;
    memoizedProps?: Record<string, unknown> | null;
    child?: Fiber | null;
    sibling?: Fiber | null;
    stateNode?: { current?: Fiber } | null;
}

interface Route {
    id: string;
    path?: string;
    element?: object;
    children?: Route[];
}

interface Blocker {
    state: 'unblocked' | 'blocked' | 'proceeding';
    proceed?: () => void;
    reset?: () => void;
}

interface Router {
    routes: Route[];
    state: { location: { pathname: string }; blockers: Map<string, Blocker> };
    navigate(to: string, options?: { replace: boolean }): Promise<void>;
    subscribe(listener: () => void): () => void;
    patchRoutes(parent: string, children: object[]): void;
    getBlocker(key: string, blocks: (move: { nextLocation: { pathname: string } }) => boolean): Blocker;
    deleteBlocker(key: string): void;
}

interface Environment {
    adminBaseUrl: string;
    resourceUrl: string;
}

interface Contexts {
    AdminClientContext: { keycloak: { token?: string; updateToken(seconds: number): Promise<boolean>; login(): Promise<void> } };
    AccessContext: { hasAccess(...roles: string[]): boolean };
    AlertContext: { addAlert(text: string, kind: string, details?: string): void };
    RealmContext: { realm: string };
    WhoAmIContext: { whoAmI: { locale?: string } };
}

const CONTEXTS: Record<keyof Contexts, (value: any) => boolean> = {
    AdminClientContext: value => isFunction(value.keycloak?.updateToken),
    AccessContext: value => isFunction(value.hasAccess),
    AlertContext: value => isFunction(value.addAlert),
    RealmContext: value => typeof value.realm === 'string',
    WhoAmIContext: value => typeof value.whoAmI === 'object',
};

const ROUTER_METHODS = ['navigate', 'subscribe', 'patchRoutes', 'getBlocker', 'deleteBlocker'];

/** How many nodes are looked at: the providers are near the root, and tables below them are large. */
const MOST_FIBERS = 2_000;

function isFunction(value: unknown): boolean {
    return typeof value === 'function';
}

function* fibers(app: Element): Generator<Fiber> {
    const key = Object.keys(app).find(name => name.startsWith('__reactContainer$'));
    const root = key && (app as unknown as Record<string, Fiber>)[key];
    if (!root) {
        return;
    }
    const waiting: Fiber[] = [root.stateNode?.current ?? root];
    for (let seen = 0; waiting.length > 0 && seen < MOST_FIBERS; seen++) {
        const fiber = waiting.pop()!;
        yield fiber;
        if (fiber.sibling) {
            waiting.push(fiber.sibling);
        }
        if (fiber.child) {
            waiting.push(fiber.child);
        }
    }
}

function routerOf(app: Element): Router | undefined {
    for (const fiber of fibers(app)) {
        const router = fiber.memoizedProps?.router as Router | undefined;
        if (router && router.routes?.[0] && ROUTER_METHODS.every(name => isFunction((router as any)[name]))) {
            return router;
        }
    }
    return undefined;
}

function contextOf<K extends keyof Contexts>(app: Element, name: K): Contexts[K] | undefined {
    for (const { type, memoizedProps } of fibers(app)) {
        if ((type?._context ?? type)?.displayName === name && memoizedProps?.value) {
            return CONTEXTS[name](memoizedProps.value) ? (memoizedProps.value as Contexts[K]) : undefined;
        }
    }
    return undefined;
}

// --- The console, once it is there. ---

class KeycloakConsole implements Console {
    readonly #app: Element;
    readonly #router: Router;
    readonly #server: string;
    readonly #followed = new WeakSet<HTMLElement>();
    #guards = 0;
    readonly theme: string;

    constructor(app: Element, router: Router, environment: Environment) {
        this.#app = app;
        this.#router = router;
        this.#server = environment.adminBaseUrl;
        this.theme = environment.resourceUrl.split('/').at(-1)!;
    }

    get realm(): string {
        return decodeURIComponent(this.address.split('/')[1] || '') || this.#context('RealmContext').realm;
    }

    /** For what is of the realm that is shown now, and does not notice when another is. */
    ofRealm(): Console {
        const { realm, locale, theme } = this;
        return {
            realm,
            locale,
            theme,
            may: (...roles) => this.may(...roles),
            send: (path, request) => this.send(path, request),
            say: (kind, message, details) => this.say(kind, message, details),
            go: path => this.go(path),
            href: path => this.href(path),
            guard: (unsaved, leave) => this.guard(unsaved, leave),
        };
    }

    get locale(): string {
        return this.#context('WhoAmIContext').whoAmI.locale ?? 'en';
    }

    /** Where the admin is, as the router has it. */
    get address(): string {
        return this.#router.state.location.pathname;
    }

    may(...roles: string[]): boolean {
        return this.#context('AccessContext').hasAccess(...roles);
    }

    async send(path: string, request: RequestInit = {}): Promise<Response> {
        const { keycloak } = this.#context('AdminClientContext');
        try {
            await keycloak.updateToken(5);
        } catch {
            await keycloak.login();
        }
        const headers = new Headers(request.headers);
        headers.set('Authorization', `Bearer ${keycloak.token}`);
        return fetch(this.#server + path, { ...request, headers });
    }

    say(kind: 'success' | 'danger', text: string, details?: string): void {
        this.#context('AlertContext').addAlert(text, kind, details);
    }

    go(path: string): void {
        void this.#router.navigate(`/${encodeURIComponent(this.realm)}${path}`);
    }

    guard(unsaved: () => boolean, leave: () => Promise<boolean>): () => void {
        // One page may come before another has gone.
        const key = `refresh-grants-${++this.#guards}`;
        let asking = false;
        const ask = async (go: () => void, stay: () => void) => {
            if (!asking) {
                asking = true;
                const left = await leave();
                asking = false;
                (left ? go : stay)();
            }
        };
        this.#router.getBlocker(key, ({ nextLocation }) => unsaved() && nextLocation.pathname !== this.address);
        const unsubscribe = this.#router.subscribe(() => {
            const blocker = this.#router.state.blockers.get(key);
            if (blocker?.state === 'blocked') {
                void ask(() => blocker.proceed?.(), () => blocker.reset?.());
            }
        });
        const unload = (event: BeforeUnloadEvent) => {
            if (unsaved()) {
                event.preventDefault();
            }
        };
        window.addEventListener('beforeunload', unload);
        return () => {
            window.removeEventListener('beforeunload', unload);
            unsubscribe();
            this.#router.deleteBlocker(key);
        };
    }

    /**
     * Lets the router follow the links in an element. The browser would follow those of tabs by itself, and leave entries
     * in its history that the router cannot count: it could not hold the admin back from leaving, or to the wrong place.
     */
    follow(links: HTMLElement): void {
        if (this.#followed.has(links)) {
            return; // A strip of tabs outlives our tab in it, which is put back whenever it is lost.
        }
        this.#followed.add(links);
        links.addEventListener(
            'click',
            event => {
                const link = (event.target as Element).closest('a[href^="#/"]');
                if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
                    event.preventDefault();
                    void this.#router.navigate(link.getAttribute('href')!.slice(1));
                }
            },
            true,
        );
    }

    /** Makes the pages' addresses known, and goes to where the admin wanted to be before they were. */
    addPages(pages: readonly Page[]): void {
        const root = this.#router.routes[0]!;
        const model = root.children?.find(route => route.element)?.element;
        if (!model) {
            throw new Error('no stock route has an element');
        }
        this.#router.patchRoutes(
            root.id,
            pages.map(page => ({
                id: `refresh-grants${page.path}`,
                path: `/:realm${page.path}/*`,
                // React makes the place, so it is where a stock page would be; it belongs to no version of React.
                element: { ...model, key: page.path, type: placeOf(page), props: {} },
                handle: { access: page.role },
            })),
        );
        if (pages.some(page => this.below(page.path) !== undefined)) {
            void this.#router.navigate(this.address, { replace: true });
        }
    }

    /** Whether all that is needed is there: while the realm changes, it is not. */
    get ready(): boolean {
        return (Object.keys(CONTEXTS) as (keyof Contexts)[]).every(name => contextOf(this.#app, name));
    }

    /** What follows a path below the realm in the address; undefined elsewhere. */
    below(path: string): string | undefined {
        const rest = this.address.replace(/^\/[^/]*/, '');
        return rest === path || rest.startsWith(`${path}/`) ? rest.slice(path.length + 1) : undefined;
    }

    href(path: string): string {
        return `#/${encodeURIComponent(this.realm)}${path}`;
    }

    onMove(listener: () => void): void {
        this.#router.subscribe(listener);
    }

    #context<K extends keyof Contexts>(name: K): Contexts[K] {
        const value = contextOf(this.#app, name);
        if (!value) {
            throw new Error(`the console has no ${name}`);
        }
        return value;
    }
}

// --- What is put beside the stock entries and tabs. React does not know it, so it is put back whenever it is lost. ---

class Beside {
    readonly #console: KeycloakConsole;
    readonly #pages: readonly Page[];
    readonly #tabs: readonly Tab[];
    readonly #look: () => void;
    /** What is known of whether tabs fit, by their addresses. */
    readonly #fitting = new Map<string, boolean>();

    constructor(console: KeycloakConsole, pages: readonly Page[], tabs: readonly Tab[], look: () => void) {
        this.#console = console;
        this.#pages = pages;
        this.#tabs = tabs;
        this.#look = look;
    }

    sync(): void {
        if (!this.#console.ready) {
            return;
        }
        this.#pages.forEach(page => this.#entry(page));
        this.#pages.forEach(page => this.#content(page));
        this.#tabs.forEach(tab => this.#tab(tab));
    }

    #entry(page: Page): void {
        const id = `refresh-grants-nav${page.path.replaceAll('/', '-')}`;
        let entry = document.getElementById(id);
        const stock = document.querySelector(
            `[data-testid="nav-item-${page.after}"], nav a[href$="/${page.after}"]`,
        );
        if (!stock || !this.#console.may(page.role)) {
            entry?.closest('li')?.remove();
            return;
        }
        if (!entry) {
            const [item, link] = copy(stock, page.label);
            link.id = id;
            link.dataset.testid = id;
            this.#console.follow(item);
            stock.closest('li')!.after(item);
            entry = link;
        }
        set(entry, 'href', this.#console.href(page.path));
        const current = this.#console.below(page.path) !== undefined;
        entry.classList.toggle('pf-m-current', current);
        set(entry, 'aria-current', current ? 'page' : 'false');
    }

    #content(page: Page): void {
        const place = document.querySelector(placeOf(page));
        const path = this.#console.below(page.path);
        if (place && path !== undefined) {
            show(page, place, this.#console, path);
        }
    }

    /** Not until it is known. What cannot be asked is for the tab itself to say. */
    #fits(tab: Tab, id: string): boolean {
        const address = this.#console.href(`/${tab.of}/${id}/${tab.name}`);
        const known = this.#fitting.get(address);
        if (known === undefined) {
            this.#fitting.set(address, !tab.fits);
            const learn = (fits: boolean) => {
                this.#fitting.set(address, fits);
                this.#look();
            };
            tab.fits?.(this.#console, id).then(learn, () => learn(true));
        }
        return known ?? !tab.fits;
    }

    #tab(tab: Tab): void {
        const [testId, name] = tab.after;
        const id = this.#console.below(`/${tab.of}`)?.split('/')[0];
        const stock = id ? document.querySelector(`[data-testid="${testId}"], [role] a[href$="/${id}/${name}"]`) : null;
        const item = stock?.closest('li');
        const strip = item?.closest<HTMLElement>('[class*="c-tabs"]:not(li):not(ul):not(a)');
        if (!item || !strip) {
            return;
        }
        const path = `/${tab.of}/${id}/${tab.name}`;
        const fits = this.#fits(tab, id!);
        const active = fits && this.#console.below(path) !== undefined;
        const own = `refresh-grants-tab-${tab.name}`;
        let link = document.getElementById(own);
        if (!fits) {
            link?.closest('li')?.remove();
            document.querySelector(tab.element)?.remove();
            strip.parentElement!.classList.remove('refresh-grants-beside');
            return;
        }
        if (!link) {
            const [copied, made] = copy(stock!, tab.label);
            copied.id = '';
            made.id = own;
            made.dataset.testid = own;
            made.removeAttribute('aria-controls');
            item.after(copied);
            this.#console.follow(strip);
            link = made;
        }
        set(link, 'href', this.#console.href(path));
        select(link, active);
        // For an address that it does not know, the stock page shows a tab of its own choice.
        for (const other of item.parentElement!.querySelectorAll('[role="tab"]')) {
            const chosen = propsOf(other)?.['aria-selected'];
            if (chosen !== undefined) {
                select(other, !active && chosen === true);
            }
        }
        strip.parentElement!.classList.toggle('refresh-grants-beside', active);
        if (active) {
            show(tab, strip.parentElement!, this.#console, id!);
        } else {
            document.querySelector(tab.element)?.remove();
        }
    }
}

/** A copy of a stock item without what makes it that one: the item, and the link in it. */
function copy(stock: Element, label: string): [HTMLElement, HTMLElement] {
    const item = stock.closest('li')!.cloneNode(true) as HTMLElement;
    const link = item.querySelector<HTMLElement>('a, button')!;
    for (const node of [item, ...item.querySelectorAll<HTMLElement>('*')]) {
        node.removeAttribute('data-testid');
        node.removeAttribute('data-ouia-component-id');
        node.removeAttribute('id');
    }
    const texts = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
    const text = texts.nextNode();
    if (text) {
        text.nodeValue = label;
    }
    return [item, link];
}

/** The name of the element that React makes for a page. */
function placeOf(page: Page): string {
    return `${page.element}-page`;
}

/**
 * Shows what is at an address. Each address has an element of its own, because React keeps the place when the admin goes from
 * one realm's page straight to the same page of another, and what was read, typed or opened is the first's. The element's class
 * may come later: the browser gives it to elements that are there already.
 */
function show(what: Page | Tab, place: Element, console: KeycloakConsole, path: string): void {
    const before = place.querySelector<Shown>(`:scope > ${what.element}`);
    if (before?.path === path && before.console.realm === console.realm) {
        return;
    }
    void what.load();
    const element = document.createElement(what.element) as Shown;
    element.console = console.ofRealm();
    element.path = path;
    console.follow(element);
    before?.remove();
    place.append(element);
}

/** What React has last given an element. */
function propsOf(element: Element): Record<string, unknown> | undefined {
    const key = Object.keys(element).find(name => name.startsWith('__reactProps$'));
    return key ? (element as unknown as Record<string, Record<string, unknown>>)[key] : undefined;
}

function select(tab: Element, is: boolean): void {
    tab.closest('li')?.classList.toggle('pf-m-current', is);
    set(tab, 'aria-selected', String(is));
}

function set(element: Element, name: string, value: string): void {
    if (element.getAttribute(name) !== value) {
        element.setAttribute(name, value);
    }
}

/** PatternFly's prefix of components, such as `pf-v5-`. */
export const PATTERNFLY = (() => {
    const spinner = document.querySelector('#app [class*="-c-spinner"]');
    return spinner?.getAttribute('class')?.match(/\b(pf-(?:v\d+-)?)c-/)?.[1] ?? 'pf-v5-';
})();

const style = new CSSStyleSheet();
style.replaceSync('.refresh-grants-beside > [role="tabpanel"], .refresh-grants-beside > [class*="c-tab-content"] { display: none; }');

/** Adds pages and tabs to the console as soon as it is there, and nothing to one that is not as expected. */
export function extend(additions: Additions): void {
    const app = document.getElementById('app');
    const environment = JSON.parse(document.getElementById('environment')?.textContent ?? '{}') as Partial<Environment>;
    if (!app || environment.adminBaseUrl === undefined || environment.resourceUrl === undefined) {
        return;
    }
    let begun = false;
    let beside: Beside | undefined;
    let waiting = false;
    const observer = new MutationObserver(() => look());
    const leaveItAlone = (reason: unknown) => {
        observer.disconnect();
        globalThis.console.warn('Refresh Grants adds no pages: this console is not as expected.', reason);
    };
    const begin = async () => {
        const router = routerOf(app);
        const keycloak = router && new KeycloakConsole(app, router, environment as Environment);
        if (begun || !keycloak?.ready) {
            return;
        }
        begun = true;
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
        const { pages, tabs } = await additions(keycloak);
        keycloak.addPages(pages);
        beside = new Beside(keycloak, pages, tabs, look);
        keycloak.onMove(look);
        beside.sync();
    };
    const look = () => {
        if (!waiting) {
            waiting = true;
            queueMicrotask(() => {
                waiting = false;
                try {
                    if (beside) {
                        beside.sync();
                    } else {
                        begin().catch(leaveItAlone);
                    }
                } catch (error) {
                    leaveItAlone(error);
                }
            });
        }
    };
    observer.observe(app, { childList: true, subtree: true });
    look();
}
