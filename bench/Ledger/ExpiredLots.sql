-- 100,000 wallets of 10 lots of 10 Connects, paid and free by turns, all of them ended an hour ago and unswept.
set session_replication_role = replica;
set synchronous_commit = off;
set search_path = marketplace;
insert into account (id, kind, subject, display_name, email, email_normalized, country, status, created_at) overriding system value
select n, 'FREELANCER', 'account:' || n, 'Account ' || n, n || '@example.com', n || '@example.com', 'US', 'ACTIVE', now() - interval '400 days' from generate_series(1, 100000) n;
insert into wallet (account_id, asset, paid, free)
select n, asset, case asset when 'CONNECTS' then 50 else 0 end, case asset when 'CONNECTS' then 50 else 0 end
from generate_series(1, 100000) n, unnest(array['CONNECTS', 'USD']) asset;
insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key)
select n, 10 * n + k, case k % 2 when 0 then 'PAID' else 'FREE' end, 'COURTESY', 10, 10, now() - interval '366 days', now() - interval '1 hour' - k * interval '1 minute', 'bench:' || k
from generate_series(1, 100000) n, generate_series(0, 9) k;
insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at)
select n, n, 'COURTESY', 'bench', 'Courtesy Connects', 100, 100, now() - interval '366 days' from generate_series(1, 100000) n;
insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
select n, n, 1 + k, 'CONNECTS', 10 * n + k, null, 10, 1, 0, 10 from generate_series(1, 100000) n, generate_series(0, 9) k
union all select n, n, 11, 'CONNECTS', null, 'ISSUED', -100, null, null, null from generate_series(1, 100000) n;
select setval('lot_number', 10000000), setval('transaction_number', 10000000);
