-- Notices: the bell that people see, and the outbox from which email leaves. Both are written in the transaction of their cause.

create sequence marketplace.notification_number;

create table marketplace.notification (
    account_id bigint      not null references marketplace.account,
    number     bigint      not null default nextval('marketplace.notification_number'),
    kind       text        not null check (kind in ('CONNECTS_AWARDED', 'CONNECTS_EXPIRING', 'CONNECTS_EXPIRED', 'CONNECTS_REFUNDED', 'CLOSE_JOB_REMINDER',
                                                    'CONTRACT_ENDING', 'REFERRAL_REWARDED', 'REWARD_TO_CLAIM', 'PLAN_RENEWED', 'GENERAL')),
    title      text        not null check (length(title) between 1 and 200),
    body       text        not null,
    -- What the notice is of, where it must not be said twice: 'lot:7', 'contract:3:7d'.
    once_key   text,
    at         timestamptz not null,
    read_at    timestamptz,
    primary key (account_id, number),
    constraint notification_said_once unique (account_id, kind, once_key)
);
create index notification_unread on marketplace.notification (account_id, number desc) where read_at is null;

-- Email waits here until it has left: at least once, an account's in order, dead after bounded retries. Partitioned by month of creation;
-- the default partition takes what the partitions made ahead do not.
create sequence marketplace.outbox_number;

create table marketplace.outbox (
    number       bigint      not null default nextval('marketplace.outbox_number'),
    created_at   timestamptz not null,
    account_id   bigint      not null,
    -- Which template renders it, of what.
    template     text        not null,
    data         jsonb       not null default '{}',
    state        text        not null default 'PENDING' check (state in ('PENDING', 'SENT', 'DEAD', 'DROPPED')),
    attempts     integer     not null default 0,
    next_attempt timestamptz not null,
    sent_at      timestamptz,
    error        text,
    primary key (number, created_at)
) partition by range (created_at);
create table marketplace.outbox_default partition of marketplace.outbox default;
create index outbox_pending on marketplace.outbox (account_id, number) where state = 'PENDING';
create index outbox_due on marketplace.outbox (next_attempt) where state = 'PENDING';

-- One notice: the bell's line, and the email beside it where a template is named.
create type marketplace.notice as (
    account_id bigint, kind text, title text, body text, once_key text, template text, data jsonb);

-- Tells people. What has been said before, by its key, is not said again, neither on the bell nor by email.
create function marketplace.notify_accounts(p_notices marketplace.notice[], p_now timestamptz)
returns integer
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_told integer;
begin
    with told as (
        insert into notification (account_id, kind, title, body, once_key, at)
        select n.account_id, n.kind, n.title, n.body, n.once_key, p_now from unnest(p_notices) n
        on conflict on constraint notification_said_once do nothing
        returning account_id, kind, title, once_key
    ), mailed as (
        insert into outbox (created_at, account_id, template, data, next_attempt)
        select p_now, n.account_id, n.template, coalesce(n.data, '{}') || jsonb_build_object('title', n.title, 'body', n.body), p_now
        from unnest(p_notices) n
        where n.template is not null and exists (
            select 1 from told t where t.account_id = n.account_id and t.kind = n.kind and t.title = n.title and t.once_key is not distinct from n.once_key)
    )
    select count(*) into v_told from told;
    return v_told;
end $$;

grant select on marketplace.notification, marketplace.outbox to marketplace_app;
grant update (read_at) on marketplace.notification to marketplace_app;
grant update (state, attempts, next_attempt, sent_at, error) on marketplace.outbox to marketplace_app;
grant execute on function marketplace.notify_accounts to marketplace_app;
