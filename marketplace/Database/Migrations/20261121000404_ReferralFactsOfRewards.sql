-- A promise that waits for its hold is no reward yet.
create or replace view marketplace.fact_referrals_rewarded as
    select t.account_id, t.effective_at as at, 1::bigint as value, t.treatments
    from marketplace.ledger_transaction t
    where (t.kind = 'REFERRAL' or t.kind = 'REFERRAL_REWARD' and t.cash_after is not null) and t.reference like 'referral:%:referrer';

create or replace view marketplace.fact_referral_cash_cents as
    select t.account_id, t.effective_at as at, t.cash as value, t.treatments
    from marketplace.ledger_transaction t
    where t.kind = 'REFERRAL_REWARD' and t.cash_after is not null and t.reference like 'referral:%:referrer';
