// Writes obj/graphql.ts: the types of the schema and of our documents, and each document as the text that is sent.
// The folder is one that builds already leave alone: what is generated is no source.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, printSchema, validate } from 'graphql';

const console_ = fileURLToPath(new URL('..', import.meta.url));
const schemaFile = process.env.SCHEMA ?? join(console_, '../schema/schema.graphql');
const operations = join(console_, '../schema/operations/console');

const schema = buildSchema(await readFile(schemaFile, 'utf8'));
const files = (await readdir(operations)).filter((name) => name.endsWith('.graphql')).sort();
const documents = await Promise.all(
  files.map(async (name) => ({ location: name, document: parse(await readFile(join(operations, name), 'utf8')) })),
);

// All at once, for a fragment of one file is used in others.
const definitions = documents.flatMap(({ document }) => document.definitions);
const problems = validate(schema, { kind: 'Document', definitions });
if (problems.length > 0) {
  console.error(problems.map((problem) => problem.toString()).join('\n\n'));
  process.exit(1);
}

const scalars = { DateTime: 'string', LocalDate: 'string', Decimal: 'string', Long: 'number', CountryCode: 'string', URL: 'string', JSON: 'unknown' };
const text = await codegen({
  filename: 'graphql.ts',
  schema: parse(printSchema(schema)),
  documents,
  config: { scalars, strictScalars: true, enumsAsTypes: true, documentMode: 'string', useTypeImports: true, skipTypename: true },
  plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescriptOperations, typedDocumentNode },
});

await mkdir(join(console_, 'obj'), { recursive: true });
await writeFile(join(console_, 'obj/graphql.ts'), text);
