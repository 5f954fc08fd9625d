-- 2,000 talents with two lots each, 100 clients and 200,000 jobs, written past the guards as a restored copy would be; the self-check finds them sound.
set session_replication_role = replica;
set synchronous_commit = off;
set search_path = marketplace;
insert into account (id, kind, subject, display_name, email, email_normalized, country, status, created_at) overriding system value
select n, case when n <= 2000 then 'FREELANCER' else 'CLIENT' end, 'account:' || n, 'Account ' || n, n || '@example.com', n || '@example.com', 'US', 'ACTIVE', now() - interval '30 days'
from generate_series(1, 2100) n;
insert into wallet (account_id, asset, paid, free)
select n, asset, case asset when 'CONNECTS' then 1000000 else 0 end, case asset when 'CONNECTS' then 10 else 0 end
from generate_series(1, 2000) n, unnest(array['CONNECTS', 'USD']) asset;
insert into lot (account_id, number, kind, origin, amount, remaining, issued_at, expires_at, period_key)
select n, 2 * n + k, case k when 0 then 'PAID' else 'FREE' end, 'COURTESY', a, a, now() - interval '30 days', now() + interval '335 days', 'bench'
from generate_series(1, 2000) n, (values (0, 1000000), (1, 10)) lots (k, a);
insert into ledger_transaction (account_id, number, kind, reference, description, connects, connects_after, effective_at)
select n, n, 'COURTESY', 'bench', 'Courtesy Connects', 1000010, 1000010, now() - interval '30 days' from generate_series(1, 2000) n;
insert into ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
select n, n, 1 + k, 'CONNECTS', 2 * n + k, null, a, 1, 0, a from generate_series(1, 2000) n, (values (0, 1000000), (1, 10)) lots (k, a)
union all select n, n, 3, 'CONNECTS', null, 'ISSUED', -1000010, null, null, null from generate_series(1, 2000) n;
insert into job (id, client_id, title, description, category, budget, fixed_cents, projected_value_cents, posted_at, rate_card, rate_card_tiers, tier, connects) overriding system value
select n, 2001 + n % 100, 'Job ' || n, 'Work ' || n, 'legal', 'FIXED', 4000, 4000, now() - interval '1 day', '2023-03', '{2,4,6,8}', 1, 2 from generate_series(1, 200000) n;
select setval('lot_number', 100000), setval('transaction_number', 100000);
select setval(pg_get_serial_sequence('marketplace.account', 'id'), 100000), setval(pg_get_serial_sequence('marketplace.job', 'id'), 1000000);
