-- What referrals bring to who referred: told from the books alone, where the reference of a reward ends with the side it is for.
create view marketplace.fact_referrals_rewarded as
    select t.account_id, t.effective_at as at, 1::bigint as value, t.treatments
    from marketplace.ledger_transaction t
    where t.kind in ('REFERRAL', 'REFERRAL_REWARD') and t.reference like 'referral:%:referrer';

create view marketplace.fact_referral_cash_cents as
    select t.account_id, t.effective_at as at, t.cash as value, t.treatments
    from marketplace.ledger_transaction t
    where t.kind = 'REFERRAL_REWARD' and t.reference like 'referral:%:referrer';

grant select on marketplace.fact_referrals_rewarded, marketplace.fact_referral_cash_cents to marketplace_app;
