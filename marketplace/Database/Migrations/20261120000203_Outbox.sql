-- How email leaves: claimed for a while, sent, and marked; and whom it leaves out.

create index notification_by_number on marketplace.notification (number);

-- Who does not want notices by email. What the law or the account itself needs (codes, standing) is sent all the same.
create table marketplace.email_opt_out (
    account_id bigint      primary key references marketplace.account,
    since      timestamptz not null
);
grant select, insert, delete on marketplace.email_opt_out to marketplace_app;

-- Claims the oldest pending message of each account that is due: an account's mail leaves in order, one at a time. A node that dies with
-- a claim gives it back when the lease ends.
create function marketplace.claim_outbox(p_most integer, p_now timestamptz, p_lease interval)
returns table (number bigint, created_at timestamptz, account_id bigint, template text, data jsonb, attempts integer, email text, phone text, opted_out boolean)
language sql security definer set search_path = marketplace, pg_temp as $$
    with first as (
        select distinct on (o.account_id) o.number, o.created_at, o.next_attempt
        from outbox o where o.state = 'PENDING' order by o.account_id, o.number
    ), due as materialized (
        select o.number, o.created_at from outbox o join first f on f.number = o.number and f.created_at = o.created_at
        where f.next_attempt <= p_now and o.state = 'PENDING' and o.next_attempt <= p_now
        order by o.number limit p_most for update of o skip locked
    ), claimed as (
        update outbox o set attempts = o.attempts + 1, next_attempt = p_now + p_lease
        from due d where o.number = d.number and o.created_at = d.created_at
        returning o.*
    )
    select c.number, c.created_at, c.account_id, c.template, c.data, c.attempts, a.email, a.phone,
           exists (select 1 from email_opt_out e where e.account_id = c.account_id)
    from claimed c join account a on a.id = c.account_id order by c.number
$$;

-- SENT and DROPPED end a message; PENDING asks for another attempt later; DEAD gives up.
create function marketplace.settle_outbox(p_number bigint, p_created_at timestamptz, p_state text, p_next_attempt timestamptz, p_error text, p_now timestamptz)
returns void
language sql security definer set search_path = marketplace, pg_temp as $$
    update outbox set state = p_state, error = p_error,
                      next_attempt = coalesce(p_next_attempt, next_attempt), sent_at = case when p_state = 'SENT' then p_now end,
                      -- A code that has left is nobody's to read any more.
                      data = case when p_state = 'PENDING' then data else data - 'code' end
    where number = p_number and created_at = p_created_at and state = 'PENDING'
$$;

-- The month's partitions, made ahead. What lies in the default partition meanwhile moves along.
create function marketplace.make_outbox_partition(p_month date)
returns boolean
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_name text := 'outbox_' || to_char(p_month, 'YYYY_MM');
    v_from timestamptz := p_month::timestamp at time zone 'UTC';
    v_to timestamptz := (p_month + interval '1 month')::timestamp at time zone 'UTC';
begin
    if to_regclass('marketplace.' || v_name) is not null then
        return false;
    end if;
    lock table outbox in access exclusive mode;
    execute format('create table marketplace.%I (like marketplace.outbox including defaults including constraints)', v_name);
    execute format('with moved as (delete from marketplace.outbox_default where created_at >= %L and created_at < %L returning *) insert into marketplace.%I select * from moved', v_from, v_to, v_name);
    execute format('alter table marketplace.outbox attach partition marketplace.%I for values from (%L) to (%L)', v_name, v_from, v_to);
    execute format('grant select on marketplace.%I to marketplace_app', v_name);
    return true;
end $$;

grant execute on function marketplace.claim_outbox, marketplace.settle_outbox, marketplace.make_outbox_partition to marketplace_app;
revoke update on marketplace.outbox from marketplace_app;
