-- Memberships go from cycle to cycle. A cycle's dates are counted from the anchor, the instant the membership began, and are never written by
-- anybody: day 29 to 31 falls on the last day of a shorter month and returns to its own day.

create function marketplace.cycle_date(p_anchor timestamptz, p_cycle integer)
returns timestamptz
language sql immutable parallel safe as $$
    select (p_anchor at time zone 'UTC' + make_interval(months => p_cycle)) at time zone 'UTC'
$$;

alter table marketplace.membership
    -- How many cycles have passed.
    add column cycle            integer not null default 0 check (cycle >= 0),
    -- A downgrade that waits for the end of the cycle.
    add column next_plan        text    check (next_plan in ('FREELANCER_BASIC', 'FREELANCER_PLUS', 'AGENCY_BASIC', 'AGENCY_PLUS')),
    -- What pays the fees: the gateway's name for a card or a PayPal account (null is the one on file), or the earnings.
    add column fee_method       text    not null default 'CARD' check (fee_method in ('CARD', 'PAYPAL', 'EARNINGS')),
    add column fee_token        text,
    -- A fee that is overdue: how often it was declined, when it is tried again.
    add column fee_failures     integer not null default 0 check (fee_failures >= 0),
    add column fee_next_attempt timestamptz,
    -- An account that is closed or banned has no more cycles.
    add column ended_at         timestamptz,
    add constraint membership_waits_for_another_plan check (next_plan <> plan),
    add constraint membership_knows_its_overdue_fee check ((fee_failures = 0) = (fee_next_attempt is null));

-- PLN-18: nothing is granted or charged for the cycles that began before; members of today are in the cycle that today is in.
update marketplace.membership m
set cycle = coalesce((select max(n) from generate_series(0, 1200) n
                      where marketplace.cycle_date(m.started_at, n) <= now() + (select ahead from marketplace.domain_clock)), 0);

alter table marketplace.membership
    add column cycle_start timestamptz not null generated always as (marketplace.cycle_date(started_at, cycle)) stored,
    add column cycle_end   timestamptz not null generated always as (marketplace.cycle_date(started_at, cycle + 1)) stored;
create index membership_due on marketplace.membership (cycle_end, account_id) where ended_at is null;

create trigger membership_goes_on_from_its_anchor before update on marketplace.membership for each row
    when (new.account_id <> old.account_id or new.started_at <> old.started_at or new.cycle not in (old.cycle, old.cycle + 1))
    execute function marketplace.refuse('a membership keeps its anchor, and its cycles follow one another');

-- A fee that a card or PayPal account is asked for, written down before the gateway is asked: its amount and its reference stay, whatever is
-- retried. While one is open the membership stands still.
create sequence marketplace.plan_charge_number;

create table marketplace.plan_charge (
    account_id  bigint      not null references marketplace.membership,
    number      bigint      not null default nextval('marketplace.plan_charge_number'),
    purpose     text        not null check (purpose in ('UPGRADE', 'RENEWAL')),
    plan        text        not null check (plan in ('FREELANCER_BASIC', 'FREELANCER_PLUS', 'AGENCY_BASIC', 'AGENCY_PLUS')),
    -- The cycle it pays for, or for the rest of.
    cycle       integer     not null check (cycle >= 0),
    price_cents bigint      not null check (price_cents > 0),
    -- Paid Connects that come with an upgrade.
    connects    integer     not null default 0 check (connects >= 0),
    cost_cents  bigint      not null default 0 check (cost_cents >= 0),
    method      text        not null check (method in ('CARD', 'PAYPAL')),
    token       text,
    reference   text        not null unique,
    state       text        not null default 'PENDING' check (state in ('PENDING', 'SETTLED', 'DECLINED')),
    -- Which time the gateway is asked: two that ask at once count one refusal.
    attempt     integer     not null default 1 check (attempt >= 1),
    asked_at    timestamptz not null,
    primary key (account_id, number)
);
create unique index plan_charge_one_open on marketplace.plan_charge (account_id) where state = 'PENDING';
create unique index plan_charge_one_renewal on marketplace.plan_charge (account_id, cycle) where purpose = 'RENEWAL';
create index plan_charge_open on marketplace.plan_charge (number) where state = 'PENDING';
grant select on marketplace.plan_charge to marketplace_app;

-- With the person goes the gateway's name for their card.
create function marketplace.forget_payment() returns trigger language plpgsql set search_path = marketplace, pg_temp as $$
begin
    update membership set fee_token = null where account_id = new.id;
    update plan_charge set token = null where account_id = new.id;
    return null;
end $$;
create trigger erasing_forgets_the_payment after update of erased_at on marketplace.account
    for each row when (new.erased_at is not null) execute function marketplace.forget_payment();
