import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = 'bin/relay';

/** Has relay-compiler hold the documents against schema/schema.graphql: its nodes, connections and page info must be as Relay expects them. */
export function compile() {
  mkdirSync(folder, { recursive: true });
  // What the compiler makes are CommonJS modules.
  writeFileSync(`${folder}/package.json`, '{ "type": "commonjs" }');
  execFileSync(process.execPath, [require.resolve('relay-compiler/cli.js'), 'relay.config.json'], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 60_000 });
}

export const artifact = (name) => require(`../../${folder}/${name}.graphql.js`);
