-- Rewards that were paid, net of what was taken back: a promise that waits for its hold is none yet, and one that was reversed is none any more.
create or replace view marketplace.fact_referrals_rewarded as
    select r.payee_id as account_id, r.paid_at as at, 1::bigint as value,
           case when f.treatment_experiment is null then '[]'::jsonb else
               jsonb_build_array(jsonb_build_object('experimentKey', f.treatment_experiment, 'variant', f.treatment_variant)) end as treatments
    from marketplace.referral_reward r
    join marketplace.referral f on f.account_id = r.account_id and f.number = r.referral_number
    where r.side = 'REFERRER' and r.state = 'PAID';

create or replace view marketplace.fact_referral_cash_cents as
    select r.payee_id as account_id, r.paid_at as at, r.amount - r.returned as value,
           case when f.treatment_experiment is null then '[]'::jsonb else
               jsonb_build_array(jsonb_build_object('experimentKey', f.treatment_experiment, 'variant', f.treatment_variant)) end as treatments
    from marketplace.referral_reward r
    join marketplace.referral f on f.account_id = r.account_id and f.number = r.referral_number
    where r.side = 'REFERRER' and r.asset = 'USD' and r.state = 'PAID';

-- Days and months are those of UTC, whatever the session's zone.
alter function marketplace.pay_rewards set timezone = 'UTC';
alter function marketplace.hold_rewards set timezone = 'UTC';
alter function marketplace.evaluate_referral set timezone = 'UTC';
alter function marketplace.release_milestone set timezone = 'UTC';
alter function marketplace.attribute_referral set timezone = 'UTC';
alter function marketplace.release_referral_holds set timezone = 'UTC';
