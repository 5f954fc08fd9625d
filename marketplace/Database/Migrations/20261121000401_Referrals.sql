-- Who brought whom: links, clicks, the referral that was frozen at sign-up, the facts about the referred account, the milestones they reach
-- and the rewards those bring. Unique keys, not a read before a write, make the same event harmless when it comes twice.

-- What tells that two accounts are one person. Hashed, so that it may outlive an account that was erased.
create table marketplace.identity_salt (
    only_row boolean primary key default true check (only_row),
    salt     bytea   not null
);
insert into marketplace.identity_salt (salt) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

create table marketplace.identity_mark (
    kind       text        not null check (kind in ('EMAIL', 'PHONE', 'SUBJECT', 'INSTRUMENT', 'DEVICE', 'ADDRESS')),
    hash       bytea       not null,
    account_id bigint      not null references marketplace.account,
    at         timestamptz not null,
    primary key (kind, hash, account_id)
);
create index identity_mark_account on marketplace.identity_mark (account_id, kind);

create function marketplace.mark_identity(p_account bigint, p_kind text, p_value text, p_now timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    insert into identity_mark (kind, hash, account_id, at)
    select p_kind, sha256(salt || convert_to(p_kind || ':' || p_value, 'UTF8')), p_account, p_now from identity_salt where p_value is not null
    on conflict do nothing
$$;

create function marketplace.mark_account_identity() returns trigger
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    perform mark_identity(new.id, 'EMAIL', new.email_normalized, new.created_at), mark_identity(new.id, 'PHONE', new.phone, new.created_at),
            mark_identity(new.id, 'SUBJECT', new.subject, new.created_at), mark_identity(new.id, 'DEVICE', new.device_id, new.created_at);
    return null;
end $$;
create trigger account_identity_is_marked after insert or update of email_normalized, phone, subject, device_id on marketplace.account
    for each row execute function marketplace.mark_account_identity();
do $$
begin
    perform marketplace.mark_identity(a.id, 'EMAIL', a.email_normalized, a.created_at), marketplace.mark_identity(a.id, 'PHONE', a.phone, a.created_at),
            marketplace.mark_identity(a.id, 'SUBJECT', a.subject, a.created_at), marketplace.mark_identity(a.id, 'DEVICE', a.device_id, a.created_at)
    from marketplace.account a;
end $$;

-- The kinds of mark that two accounts share.
create function marketplace.shared_marks(p_one bigint, p_other bigint) returns text[]
language sql stable set search_path = marketplace, pg_temp as $$
    select coalesce(array_agg(distinct a.kind order by a.kind), '{}')
    from identity_mark a join identity_mark b on b.kind = a.kind and b.hash = a.hash and b.account_id = p_other
    where a.account_id = p_one
$$;

-- Whether somebody who was there before the one account is the same person, the other account apart.
create function marketplace.is_known_person(p_account bigint, p_apart bigint) returns boolean
language sql stable set search_path = marketplace, pg_temp as $$
    select exists (
        select 1 from identity_mark mine join identity_mark other on other.kind = mine.kind and other.hash = mine.hash
        where mine.account_id = p_account and mine.kind in ('EMAIL', 'PHONE', 'SUBJECT', 'INSTRUMENT') and other.account_id < p_account and other.account_id <> p_apart)
$$;

-- AFF-14, REF-31: who may earn by a program that needs approval. The terms that were accepted are named by their version.
create table marketplace.affiliate (
    account_id    bigint      not null references marketplace.account,
    program       text        not null,
    state         text        not null default 'APPLIED' check (state in ('APPLIED', 'APPROVED', 'REJECTED', 'BANNED')),
    message       text        not null check (length(message) <= 2000),
    terms_version integer     not null,
    applied_at    timestamptz not null,
    decided_at    timestamptz,
    decided_by    text,
    reason        text,
    primary key (account_id, program),
    check ((state = 'APPLIED') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create index affiliate_waiting on marketplace.affiliate (applied_at, account_id) where state = 'APPLIED';

create sequence marketplace.referral_link_number;

create table marketplace.referral_link (
    account_id bigint      not null references marketplace.account,
    number     bigint      not null default nextval('marketplace.referral_link_number'),
    program    text        not null,
    source     text        not null check (source in ('LINK', 'EMAIL', 'FACEBOOK', 'TWITTER', 'LINKEDIN', 'BANNER')),
    code       text        not null unique check (code ~ '^[a-z0-9]{8,32}$'),
    created_at timestamptz not null,
    clicks     bigint      not null default 0,
    primary key (account_id, number),
    constraint referral_link_once_per_program_and_source unique (account_id, program, source)
);

-- A click. One per visitor, link and day counts.
create table marketplace.referral_touch (
    account_id  bigint      not null,
    link_number bigint      not null,
    visitor     uuid        not null,
    day         date        not null,
    at          timestamptz not null,
    channel     text        check (length(channel) <= 100),
    primary key (account_id, link_number, visitor, day),
    foreign key (account_id, link_number) references marketplace.referral_link (account_id, number)
);
create index referral_touch_visitor on marketplace.referral_touch (visitor, at desc);

create sequence marketplace.referral_number;

-- Owned by who referred. The program's terms are those of the sign-up, an experiment's arm already applied.
create table marketplace.referral (
    account_id           bigint      not null references marketplace.account,
    number               bigint      not null default nextval('marketplace.referral_number'),
    referred_id          bigint      not null references marketplace.account,
    link_number          bigint      not null,
    program              text        not null,
    version              integer     not null,
    source               text        not null,
    channel              text,
    terms                jsonb       not null check (jsonb_typeof(terms -> 'milestones') = 'array'),
    state                text        not null default 'ATTRIBUTED' check (state in ('ATTRIBUTED', 'ACTIVE', 'CLOSED', 'INELIGIBLE', 'LAPSED', 'REJECTED')),
    reason               text,
    signed_up_at         timestamptz not null,
    lapses_at            timestamptz,
    treatment_experiment text,
    treatment_variant    text,
    -- REF-16: what the referrer chose, where the terms leave a choice.
    reward_asset         text        check (reward_asset in ('CASH', 'CONNECTS')),
    primary key (account_id, number),
    foreign key (account_id, link_number) references marketplace.referral_link (account_id, number),
    constraint referral_once_per_referred_account unique (referred_id),
    constraint referral_of_somebody_else check (account_id <> referred_id),
    check ((state in ('INELIGIBLE', 'LAPSED', 'REJECTED')) <= (reason is not null)),
    check ((treatment_experiment is null) = (treatment_variant is null))
);
create index referral_lapsing on marketplace.referral (lapses_at) where state in ('ATTRIBUTED', 'ACTIVE') and lapses_at is not null;
create index referral_link_signups on marketplace.referral (account_id, link_number);
create index referral_velocity on marketplace.referral (account_id, signed_up_at);

-- What the referred account did, net of what was taken back.
create table marketplace.referral_fact (
    account_id      bigint      not null,
    referral_number bigint      not null,
    kind            text        not null check (kind in ('EMAIL_VERIFIED', 'PHONE_VERIFIED', 'READINESS_TEST', 'PAYMENT', 'EARNING', 'JOB_POSTED', 'HIRED', 'PROJECT_ACCEPTED')),
    -- 'payment:7', 'job:3', or the kind itself where it happens once.
    source          text        not null,
    cents           bigint      not null default 0 check (cents >= 0),
    reversed_cents  bigint      not null default 0,
    reversed        boolean     not null default false,
    category        text,
    at              timestamptz not null,
    primary key (account_id, referral_number, kind, source),
    foreign key (account_id, referral_number) references marketplace.referral (account_id, number),
    check (reversed_cents between 0 and cents)
);

create table marketplace.referral_milestone (
    account_id      bigint      not null,
    referral_number bigint      not null,
    key             text        not null,
    -- '1', or the source of the fact where every such fact brings a reward.
    occurrence      text        not null,
    -- Grows each time it returns to OPEN.
    attempt         integer     not null default 1 check (attempt >= 1),
    state           text        not null check (state in ('OPEN', 'UNDER_REVIEW', 'HELD', 'REWARDED', 'REVERSED', 'CAPPED', 'REJECTED')),
    reason          text,
    qualified_at    timestamptz not null,
    release_at      timestamptz,
    rewarded_at     timestamptz,
    -- The counter it was counted in.
    period          text,
    primary key (account_id, referral_number, key, occurrence),
    foreign key (account_id, referral_number) references marketplace.referral (account_id, number),
    check ((state = 'HELD') <= (release_at is not null)),
    check ((state in ('UNDER_REVIEW', 'REVERSED', 'CAPPED', 'REJECTED')) <= (reason is not null))
);
create index referral_milestone_release on marketplace.referral_milestone (release_at) where state = 'HELD';
create index referral_milestone_review on marketplace.referral_milestone (qualified_at) where state = 'UNDER_REVIEW';

create table marketplace.referral_reward (
    account_id         bigint      not null,
    referral_number    bigint      not null,
    key                text        not null,
    occurrence         text        not null,
    attempt            integer     not null,
    side               text        not null check (side in ('REFERRER', 'REFERRED')),
    payee_id           bigint      not null references marketplace.account,
    asset              text        not null check (asset in ('USD', 'CONNECTS')),
    amount             bigint      not null check (amount > 0),
    state              text        not null default 'PENDING' check (state in ('PENDING', 'PAID', 'CANCELLED', 'REVERSED')),
    paid_at            timestamptz,
    -- Of the fact's amount, where the reward is a share of it.
    percent            numeric     check (percent > 0),
    -- REF-16: what the other asset would bring, as long as the referrer may choose.
    other_amount       bigint      check (other_amount > 0),
    -- What went back while the rest stayed: a share shrinks with its payment.
    returned           bigint      not null default 0,
    -- What a reversal could not take any more.
    shortfall          bigint      not null default 0 check (shortfall between 0 and amount),
    check (returned between 0 and amount),
    primary key (account_id, referral_number, key, occurrence, attempt, side),
    foreign key (account_id, referral_number, key, occurrence) references marketplace.referral_milestone (account_id, referral_number, key, occurrence),
    check ((state in ('PAID', 'REVERSED')) = (paid_at is not null))
);
create index referral_reward_payee on marketplace.referral_reward (payee_id, state);

-- Cash that a reversal could not take: later rewards pay it. What refunds of payments left open is another debt, which earnings pay.
create table marketplace.referral_debt (
    account_id bigint primary key references marketplace.account,
    cents      bigint not null check (cents >= 0)
);

-- How many a referrer has brought to a reward in a period of a program: tiers and caps look here, and its row serializes them.
create table marketplace.referral_counter (
    account_id bigint not null references marketplace.account,
    program    text   not null,
    period     text   not null,
    rewarded   bigint not null default 0 check (rewarded >= 0),
    cents      bigint not null default 0 check (cents >= 0),
    connects   bigint not null default 0 check (connects >= 0),
    primary key (account_id, program, period)
);

create sequence marketplace.referral_event_number;
create table marketplace.referral_event (
    account_id      bigint      not null,
    referral_number bigint      not null,
    number          bigint      not null default nextval('marketplace.referral_event_number'),
    at              timestamptz not null,
    event           text        not null,
    milestone       text,
    reason          text,
    primary key (account_id, referral_number, number),
    foreign key (account_id, referral_number) references marketplace.referral (account_id, number)
);
create function marketplace.referral_events_stay() returns trigger language plpgsql as $$
begin
    raise exception 'marketplace.referral_event is append only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger referral_events_stay before update or delete or truncate on marketplace.referral_event
    for each statement execute function marketplace.referral_events_stay();

-- A second posting of one reward would be paying it twice.
create unique index ledger_transaction_one_cash_reward on marketplace.ledger_transaction (account_id, kind, reference)
    where kind in ('REFERRAL_REWARD', 'AFFILIATE_COMMISSION') and cash_after is not null;

grant select on marketplace.affiliate, marketplace.referral_link, marketplace.referral_touch, marketplace.referral, marketplace.referral_fact,
    marketplace.referral_milestone, marketplace.referral_reward, marketplace.referral_debt, marketplace.referral_counter, marketplace.referral_event to marketplace_app;
