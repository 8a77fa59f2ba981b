// What is added to the console: a page, a tab or an entry is one line here and one file in `pages`.
import { extend } from './console';
import { Rest } from './rest';
import { readTexts, text } from './text';

extend(async console => {
    await readTexts(console);
    return {
        pages: [
            {
                path: '/apis',
                element: 'rg-apis',
                load: () => import('./pages/apis'),
                label: text('apis.title'),
                role: 'view-clients',
                after: 'client-scopes',
            },
            {
                path: '/rules',
                element: 'rg-rules',
                load: () => import('./pages/rules'),
                label: text('rules.title'),
                role: 'view-realm',
                after: 'authentication',
            },
            {
                path: '/refresh-grants',
                element: 'rg-realm-settings',
                load: () => import('./pages/realm-settings'),
                label: text('realm.title'),
                role: 'view-realm',
                after: 'realm-settings',
            },
        ],
        tabs: [
            {
                of: 'users',
                name: 'authorized-applications',
                element: 'rg-user-grants',
                load: () => import('./pages/user-grants'),
                label: text('grants.title'),
                after: ['user-consents-tab', 'consents'],
            },
            {
                of: 'clients',
                name: 'refresh-tokens',
                element: 'rg-client-settings',
                load: () => import('./pages/client-settings'),
                label: text('client.title'),
                fits: (one, id) => new Rest(one).isOpenIdConnect(id),
                after: ['advancedTab', 'advanced'],
            },
        ],
    };
});
