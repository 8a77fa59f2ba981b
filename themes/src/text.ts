// The words of the pages. They are messages of the theme, so that a realm can change them as it can Keycloak's own.
import type { Console } from './contract';

const PREFIX = 'refreshGrants.';

let words: ReadonlyMap<string, string> = new Map();
let language = 'en';

/** Reads the messages in the admin's language. */
export async function readTexts(console: Console): Promise<void> {
    language = console.locale;
    const path = [console.realm, 'admin', language].map(encodeURIComponent).join('/');
    const answer = await console.send(`/resources/${path}?theme=${encodeURIComponent(console.theme)}`);
    const all = (await answer.json()) as { key: string; value: string }[];
    words = new Map(all.filter(({ key }) => key.startsWith(PREFIX)).map(({ key, value }) => [key.slice(PREFIX.length), value]));
}

/** A text, with the values of its `{{names}}`. */
export function text(key: string, values: Record<string, string | number> = {}): string {
    return fill(words.get(key) ?? key, values);
}

/** A text for what the server has a text of its own for, which stands where there is none in the admin's language. */
export function translated(key: string, otherwise: string): string {
    return words.get(key) ?? otherwise;
}

/** A text that counts something: there is one for 1 and one for all other numbers. */
export function counted(key: string, count: number, values: Record<string, string | number> = {}): string {
    return text(`${key}.${count === 1 ? 'one' : 'other'}`, { ...values, count });
}

function fill(pattern: string, values: Record<string, string | number>): string {
    return pattern.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A time as the admin reads it. */
export function time(milliseconds: number): string {
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}

const UNITS = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
] as const;

/** A number of seconds in the largest units that it is made of, such as "1 day, 12 hours". */
export function duration(seconds: number): string {
    const parts: string[] = [];
    let rest = seconds;
    for (const [unit, size] of UNITS) {
        const count = Math.floor(rest / size);
        rest -= count * size;
        if (count > 0 || (unit === 'second' && parts.length === 0)) {
            parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
        }
    }
    return parts.join(', ');
}
