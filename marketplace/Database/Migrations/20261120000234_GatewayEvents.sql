-- What a payment gateway tells by webhook. It tells at least once, late, and in any order: each event is counted once, by its id.

create table marketplace.gateway_event (
    id          text        primary key check (length(id) between 1 and 200),
    kind        text        not null check (kind in ('payment.settled', 'payment.declined', 'payment.charged_back', 'payment.refunded')),
    reference   text        not null check (length(reference) between 1 and 500),
    outcome     text        check (outcome in ('SETTLED', 'REPEATED', 'CONTRADICTED')),
    received_at timestamptz not null
);
create index gateway_event_reference on marketplace.gateway_event (reference);
grant select on marketplace.gateway_event to marketplace_app;

-- Two deliveries of one event at once: the second waits for the first and then finds its id taken. An event about nothing that is known is
-- forgotten, so that its next delivery counts. Answers SETTLED, REPEATED, CONTRADICTED, NOT_FOUND, and whose wallet it was.
create function marketplace.receive_gateway_event(
    p_id text, p_kind text, p_reference text, p_received_at timestamptz, p_now timestamptz, p_expires_at timestamptz, out outcome text, out account bigint)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
begin
    insert into gateway_event (id, kind, reference, received_at) values (p_id, p_kind, p_reference, p_received_at) on conflict (id) do nothing;
    if not found then
        outcome := 'REPEATED';
        return;
    end if;
    select p.account_id into account from purchase p where p.charge_reference = p_reference;
    outcome := case p_kind
        when 'payment.settled' then settle_purchase(p_reference, true, p_now, p_expires_at)
        when 'payment.declined' then settle_purchase(p_reference, false, p_now, p_expires_at)
        when 'payment.charged_back' then charge_back_purchase(p_reference, p_now, p_expires_at)
        when 'payment.refunded' then charge_back_purchase(p_reference, p_now, p_expires_at) end;
    if outcome = 'NOT_FOUND' then
        delete from gateway_event e where e.id = p_id;
    else
        update gateway_event e set outcome = receive_gateway_event.outcome where e.id = p_id;
    end if;
end $$;

grant execute on function marketplace.receive_gateway_event to marketplace_app;
