// Prints one line of JSON for each call: the call, its outcome (works, refused or failed) and, if it is not the first, why.

function print(call, outcome, detail) {
    console.log(JSON.stringify({ call, outcome, detail }));
}

/** What an SDK's error says, whichever of their shapes it has. */
export function said(error) {
    const cause = error.cause ?? {};
    const parts = [error.statusCode, error.error ?? error.code, error.error_description ?? error.description, error.message];
    return [...parts, cause.error ?? cause.code, cause.error_description ?? cause.message].filter(part => typeof part !== 'object' && part).join(' ');
}

/** A call that has to work. The rest would have nothing to stand on if it did not. */
export async function works(call, run) {
    try {
        const value = await run();
        print(call, 'works');
        return value;
    } catch (error) {
        print(call, 'failed', said(error));
        throw error;
    }
}

/** A call that has to be refused, with an error that says this. */
export async function refused(call, saying, run) {
    try {
        await run();
        print(call, 'failed', 'was not refused');
    } catch (error) {
        const text = said(error);
        print(call, text.includes(saying) ? 'refused' : 'failed', text);
    }
}
