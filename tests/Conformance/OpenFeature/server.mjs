// The published provider for servers: one request for each evaluation.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

const { HOST, CREDENTIAL, UNIT, FLAG } = process.env;
const provider = (credential) => new OFREPProvider({ baseUrl: HOST, headers: [['Authorization', `Bearer ${credential}`]] });
const unit = { targetingKey: UNIT, country: 'US', visits: 3 };

await OpenFeature.setProviderAndWait('refused', provider('nobody'));
assert.equal((await OpenFeature.getClient('refused').getBooleanDetails(FLAG, false, unit)).errorCode, 'GENERAL');

await OpenFeature.setProviderAndWait(provider(CREDENTIAL));
const client = OpenFeature.getClient();

const on = await client.getBooleanDetails(FLAG, false, unit);
assert.deepEqual([on.value, on.variant, on.reason, on.errorCode], [true, 'on', 'STATIC', undefined]);
assert.deepEqual(await client.getObjectValue('connects-rate-card', { none: true }, unit), { rateCard: null });
assert.equal((await client.getStringDetails('not-there', 'mine', unit)).errorCode, 'FLAG_NOT_FOUND');
assert.equal((await client.getStringDetails(FLAG, 'mine', unit)).errorCode, 'TYPE_MISMATCH');
assert.equal((await client.getBooleanDetails(FLAG, false)).errorCode, 'TARGETING_KEY_MISSING');

// The test turns the flag when it sees that the key was used.
while (await client.getBooleanValue(FLAG, true, unit)) await setTimeout(20);
assert.equal((await client.getBooleanDetails(FLAG, true, unit)).reason, 'DISABLED');
await OpenFeature.close();
