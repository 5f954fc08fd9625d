-- GRT-09: Connects of a campaign, and GRT-04: those that came with signing up. Both are free lots, one a talent and campaign.

-- What a campaign has given; its row serializes whoever gives at once.
create table marketplace.promotion (
    key     text   primary key,
    granted bigint not null default 0 check (granted >= 0)
);
grant select on marketplace.promotion to marketplace_app;

create or replace function marketplace.is_lot_origin(p_word text) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return p_word = any (array['PURCHASE', 'PLAN', 'PLAN_UPGRADE', 'PROFILE_APPROVED', 'READINESS_TEST', 'RISING_TALENT', 'AGENCY_WELCOME', 'INTERVIEW_AWARD',
                               'RANDOMIZED_REWARD', 'REFERRAL', 'COURTESY', 'REFUND', 'REGISTRATION', 'PROMOTION']);
end $$;

-- Everybody on the list or nobody. Answers GRANTED (touched: who had not got it before), NOT_FOUND and NOT_ACTIVE (account), BUDGET (granted so far).
create function marketplace.grant_promotion(
    p_key text, p_name text, p_connects integer, p_budget bigint, p_approved_by text, p_accounts bigint[], p_actor text, p_reason text, p_now timestamptz, p_expires_at timestamptz,
    out outcome text, out account bigint, out touched bigint[], out granted bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    perform 1 from account a where a.id = any (p_accounts) order by a.id for share;
    select w.id, case when a.id is null then 'NOT_FOUND' else 'NOT_ACTIVE' end into account, outcome
    from unnest(p_accounts) with ordinality w (id, place) left join account a on a.id = w.id and a.kind <> 'CLIENT'
    where a.status is distinct from 'ACTIVE' order by w.place limit 1;
    if found then
        return;
    end if;

    insert into promotion (key) values (p_key) on conflict do nothing;
    select p.granted into strict granted from promotion p where p.key = p_key for update;
    select array_agg(distinct w.id) into touched from unnest(p_accounts) w (id)
    where not exists (select 1 from lot l where l.account_id = w.id and l.origin = 'PROMOTION' and l.kind = 'FREE' and l.period_key = p_key);
    if granted + coalesce(cardinality(touched), 0) * p_connects::bigint > p_budget then
        outcome := 'BUDGET';
        return;
    end if;

    outcome := 'GRANTED';
    if touched is null then
        return;
    end if;
    perform grant_connects((
        select array_agg(row(w.id, 'PROMOTION', 'FREE', p_connects, 0, p_key, 'GRANT', 'promotion:' || p_key, p_name, null, null, null, p_now, p_expires_at)::connects_grant)
        from unnest(touched) w (id)));
    granted := granted + cardinality(touched) * p_connects::bigint;
    update promotion p set granted = grant_promotion.granted where p.key = p_key;
    insert into experiments.audit_entry (at, actor, action, subject, after, reason)
    values (p_now, p_actor, 'grantPromotionalConnects', 'promotion:' || p_key,
            jsonb_build_object('accounts', touched, 'connects', p_connects, 'granted', granted, 'budget', p_budget, 'approvedBy', p_approved_by), p_reason);
    perform notify_accounts((
        select array_agg(row(w.id, 'CONNECTS_AWARDED', p_connects || ' free Connects', p_name || '. They expire on ' || to_char(p_expires_at at time zone 'UTC', 'FMDD FMMonth YYYY') || '.',
                             'promotion:' || p_key, 'connects-awarded', jsonb_build_object('connects', p_connects))::notice)
        from unnest(touched) w (id)), p_now);
end $$;

create function marketplace.welcome_freelancer(p_account bigint, p_connects integer, p_now timestamptz, p_expires_at timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    select grant_once(p_account, 'REGISTRATION', p_connects, 'Welcome', p_now, p_expires_at) from account a where a.id = p_account and a.kind = 'FREELANCER';
$$;

grant execute on function marketplace.grant_promotion, marketplace.welcome_freelancer to marketplace_app;
