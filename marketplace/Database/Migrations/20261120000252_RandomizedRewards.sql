-- The arm `randomized`: a credited interview draws, what is drawn waits for feedback, and lapses without it.
-- Lock order: the accounts, the wallets, the reward.

-- RND-01, RND-02: each draw with the seed that replays it and the numbers it was drawn by. A draw is never changed.
create table marketplace.reward_draw (
    account_id       bigint      not null,
    proposal_number  bigint      not null,
    seed             bigint      not null,
    maximum          integer     not null,
    step             integer     not null,
    least_weeks      integer     not null,
    most_weeks       integer     not null,
    connects         integer     not null check (connects >= 0),
    weeks            integer     not null check (weeks >= 0),
    next_eligible_at timestamptz not null,
    drawn_at         timestamptz not null,
    primary key (account_id, proposal_number),
    foreign key (account_id, proposal_number) references marketplace.interview_reward (account_id, proposal_number)
);
create index reward_draw_next_eligible on marketplace.reward_draw (account_id, next_eligible_at);
create trigger append_only before update or delete on marketplace.reward_draw
    for each row execute function marketplace.refuse('draws are append only');

create table marketplace.interview_feedback (
    account_id      bigint      not null,
    proposal_number bigint      not null,
    rating          integer     not null check (rating between 1 and 5),
    comment         text        check (length(comment) between 1 and 5000),
    at              timestamptz not null,
    primary key (account_id, proposal_number),
    foreign key (account_id, proposal_number) references marketplace.interview (account_id, proposal_number)
);

grant select on marketplace.reward_draw, marketplace.interview_feedback to marketplace_app;

-- RND-01..04: draws for the oldest undrawn interview of each of these accounts. What is not taken here, the caller asks for again.
create type marketplace.proposed_draw as (account_id bigint, proposal_number bigint, seed bigint, connects integer, weeks integer);

-- Pays what was drawn; the wallet is locked by the caller.
create function marketplace.pay_reward(p_account bigint, p_number bigint, p_connects integer, p_now timestamptz, p_expires_at timestamptz)
returns void
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_reward interview_reward;
    v_job bigint;
    v_title text;
begin
    update interview_reward r set state = 'GRANTED', awarded = p_connects where r.account_id = p_account and r.proposal_number = p_number returning * into strict v_reward;
    select j.id, j.title into strict v_job, v_title from proposal p join job j on j.id = p.job_id where p.account_id = p_account and p.number = p_number;
    perform grant_connects(array[row(p_account, 'RANDOMIZED_REWARD', 'FREE', p_connects, 0, 'interview:' || p_number, 'REWARD', 'interview:' || p_number,
        'Awarded Connects for feedback on the job interview', v_job, p_number,
        case when v_reward.treatment_experiment is null then '[]' else
            jsonb_build_array(jsonb_build_object('experimentKey', v_reward.treatment_experiment, 'variant', v_reward.treatment_variant)) end, p_now, p_expires_at)::connects_grant]);
    perform notify_accounts(array[row(p_account, 'CONNECTS_AWARDED', p_connects || ' Connects for your feedback', 'You told us about the interview for "' || v_title || '". Thank you.',
        'reward:' || p_number, 'connects-awarded', jsonb_build_object('connects', p_connects, 'job', v_title))::notice], p_now);
end $$;

create function marketplace.draw_rewards(
    p_draws marketplace.proposed_draw[], p_maximum integer, p_step integer, p_least_weeks integer, p_most_weeks integer, p_now timestamptz, p_claim_ends timestamptz, p_expires_at timestamptz,
    out decided integer, out accounts bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_draw record;
begin
    decided := 0;
    accounts := '{}';
    perform 1 from account a where a.id in (select d.account_id from unnest(p_draws) d) order by a.id for share;
    for v_draw in
        -- Locked first, judged by what is there then: another node may have drawn meanwhile.
        with locked as materialized (
            select w.account_id from wallet w where w.asset = 'CONNECTS' and w.account_id in (select d.account_id from unnest(p_draws) d) order by w.account_id for update
        )
        select d.* from unnest(p_draws) d join locked using (account_id) join account a on a.id = d.account_id and a.status = 'ACTIVE' order by d.account_id
    loop
        declare
            v_reward interview_reward;
            v_title text;
        begin
            select * into v_reward from interview_reward r
            where r.account_id = v_draw.account_id and r.randomized and r.state = 'PENDING' and r.credited_at is not null
            order by r.won_at, r.proposal_number limit 1 for update;
            if v_reward.proposal_number is distinct from v_draw.proposal_number then
                continue;
            end if;
            decided := decided + 1;
            -- RND-02: what is won before the cool-down of an earlier draw has passed draws nothing.
            if exists (select 1 from reward_draw d where d.account_id = v_draw.account_id and d.next_eligible_at > v_reward.won_at) then
                update interview_reward r set state = 'NOT_ELIGIBLE' where r.account_id = v_draw.account_id and r.proposal_number = v_draw.proposal_number;
                continue;
            end if;
            insert into reward_draw (account_id, proposal_number, seed, maximum, step, least_weeks, most_weeks, connects, weeks, next_eligible_at, drawn_at)
            values (v_draw.account_id, v_draw.proposal_number, v_draw.seed, p_maximum, p_step, p_least_weeks, p_most_weeks, v_draw.connects, v_draw.weeks,
                    v_reward.won_at + make_interval(hours => v_draw.weeks * 7 * 24), p_now);
            if v_draw.connects = 0 then
                update interview_reward r set state = 'GRANTED' where r.account_id = v_draw.account_id and r.proposal_number = v_draw.proposal_number;
                continue;
            end if;
            update interview_reward r set state = 'AWAITING_FEEDBACK', claim_ends_at = p_claim_ends where r.account_id = v_draw.account_id and r.proposal_number = v_draw.proposal_number;
            -- Feedback that was given before the draw claims at once.
            if exists (select 1 from interview_feedback f where f.account_id = v_draw.account_id and f.proposal_number = v_draw.proposal_number) then
                perform pay_reward(v_draw.account_id, v_draw.proposal_number, v_draw.connects, p_now, p_expires_at);
                accounts := accounts || v_draw.account_id;
                continue;
            end if;
            select j.title into strict v_title from proposal p join job j on j.id = p.job_id where p.account_id = v_draw.account_id and p.number = v_draw.proposal_number;
            perform notify_accounts(array[row(v_draw.account_id, 'REWARD_TO_CLAIM', v_draw.connects || ' Connects to claim',
                'Tell us about the interview for "' || v_title || '" until ' || to_char(p_claim_ends at time zone 'UTC', 'FMDD FMMonth YYYY') || ' and they are yours.',
                'interview:' || v_draw.proposal_number, 'reward-to-claim', jsonb_build_object('connects', v_draw.connects, 'job', v_title))::notice], p_now);
        end;
    end loop;
end $$;

-- RND-04: feedback is given once; where a reward waits for it and its time has not passed, it is paid.
create function marketplace.submit_interview_feedback(
    p_subject text, p_account bigint, p_number bigint, p_rating integer, p_comment text, p_now timestamptz, p_expires_at timestamptz)
returns table (outcome text, status text)
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_client bigint;
    v_status text;
    v_reward interview_reward;
begin
    select j.client_id into v_client from proposal p join job j on j.id = p.job_id where p.account_id = p_account and p.number = p_number;
    if not found or not (may_act_for(p_subject, p_account) or may_act_for(p_subject, v_client)) then
        return query select 'NOT_FOUND', null::text;
        return;
    end if;
    if not may_act_for(p_subject, p_account) then
        return query select 'FORBIDDEN', null::text;
        return;
    end if;
    select a.status into v_status from account a where a.id = p_account for share;
    if v_status <> 'ACTIVE' then
        return query select 'NOT_ACTIVE', v_status;
        return;
    end if;
    perform 1 from wallet w where w.account_id = p_account and w.asset = 'CONNECTS' for update;
    if not exists (select 1 from interview i where i.account_id = p_account and i.proposal_number = p_number) then
        select p.status into v_status from proposal p where p.account_id = p_account and p.number = p_number;
        return query select 'NO_INTERVIEW', v_status;
        return;
    end if;
    insert into interview_feedback (account_id, proposal_number, rating, comment, at) values (p_account, p_number, p_rating, p_comment, p_now) on conflict do nothing;
    if not found then
        return query select 'GIVEN_ALREADY', 'GIVEN';
        return;
    end if;
    select * into v_reward from interview_reward r where r.account_id = p_account and r.proposal_number = p_number for update;
    if v_reward.state = 'AWAITING_FEEDBACK' then
        if v_reward.claim_ends_at > p_now then
            perform pay_reward(p_account, p_number, (select d.connects from reward_draw d where d.account_id = p_account and d.proposal_number = p_number), p_now, p_expires_at);
        else
            update interview_reward r set state = 'LAPSED' where r.account_id = p_account and r.proposal_number = p_number;
        end if;
    end if;
    return query select 'DONE', null::text;
end $$;

create function marketplace.lapse_rewards(p_now timestamptz, p_rewards integer)
returns integer
language sql security definer set search_path = marketplace, pg_temp as $$
    with due as (
        select account_id, proposal_number from interview_reward where state = 'AWAITING_FEEDBACK' and claim_ends_at <= p_now
        order by claim_ends_at limit p_rewards for update skip locked
    ), lapsed as (
        update interview_reward r set state = 'LAPSED' from due where r.account_id = due.account_id and r.proposal_number = due.proposal_number returning 1
    )
    select count(*)::integer from lapsed
$$;

grant execute on function marketplace.draw_rewards, marketplace.submit_interview_feedback, marketplace.lapse_rewards to marketplace_app;
