// The console pages' scripts against TypeScript, which esbuild strips unread.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { works } from './report.mjs';

const { THEMES } = process.env;

await works('types', () => {
    writeFileSync(
        'tsconfig.json',
        JSON.stringify({
            extends: `${THEMES}/tsconfig.json`,
            compilerOptions: { paths: { '*': [`${process.cwd()}/node_modules/*`] } },
            include: [`${THEMES}/src`],
        }),
    );
    try {
        execFileSync('node', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], { encoding: 'utf8' });
    } catch (error) {
        throw new Error(error.stdout);
    }
});
