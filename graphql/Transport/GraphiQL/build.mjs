// Copies what the page loads out of the packages into dist/, from where the project copies it beside the server.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
const files = [
  'node_modules/graphiql/graphiql.min.js',
  'node_modules/graphiql/graphiql.min.css',
  'node_modules/react/umd/react.production.min.js',
  'node_modules/react-dom/umd/react-dom.production.min.js',
  'page.js',
  'page.css',
]

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
for (const file of files) {
  const source = join(here, file)
  if (!existsSync(source)) throw new Error(`${file} is missing: run npm ci first.`)
  copyFileSync(source, join(dist, file.split('/').at(-1)))
}
