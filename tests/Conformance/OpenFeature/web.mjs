// The published provider for browsers, as a page would set it up; Node has no EventSource of its own.
import assert from 'node:assert/strict';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import { EventSource } from 'eventsource';

globalThis.EventSource = EventSource;
const { HOST, CREDENTIAL, UNIT, FLAG } = process.env;
const provider = (credential) => new OFREPWebProvider({ baseUrl: HOST, headers: [['Authorization', `Bearer ${credential}`]] });

await assert.rejects(OpenFeature.setProviderAndWait('refused', provider('nobody'), { targetingKey: UNIT }));

await OpenFeature.setContext({ targetingKey: UNIT, page: 'checkout', visits: 3 });
await OpenFeature.setProviderAndWait(provider(CREDENTIAL));
const client = OpenFeature.getClient();

const on = client.getBooleanDetails(FLAG, false);
assert.deepEqual([on.value, on.variant, on.reason, on.errorCode], [true, 'on', 'STATIC', undefined]);
assert.deepEqual(client.getObjectValue('connects-rate-card', { none: true }), { rateCard: null });
assert.equal(client.getStringDetails('not-there', 'mine').errorCode, 'FLAG_NOT_FOUND');
assert.equal(client.getStringDetails(FLAG, 'mine').errorCode, 'TYPE_MISMATCH');

// The test turns the flag when it sees the stream open; only an event brings the provider to ask again.
await new Promise((resolve) => {
  client.addHandler(ProviderEvents.ConfigurationChanged, ({ flagsChanged }) => {
    if (flagsChanged.includes(FLAG) && client.getBooleanValue(FLAG, true) === false) resolve();
  });
});
assert.equal(client.getBooleanDetails(FLAG, true).reason, 'DISABLED');
await OpenFeature.close();
