-- RND-06, RND-09: whom draws are for, how many of them win, and how much a week holds.

alter table marketplace.reward_draw add column win_percent integer not null default 100 check (win_percent between 0 and 100);
create index reward_draw_drawn on marketplace.reward_draw (drawn_at);

create function marketplace.draw_rewards(
    p_draws marketplace.proposed_draw[], p_maximum integer, p_step integer, p_least_weeks integer, p_most_weeks integer, p_now timestamptz, p_claim_ends timestamptz, p_expires_at timestamptz,
    p_win_percent integer, p_weekly_budget integer, p_idle_days integer, out decided integer, out accounts bigint[])
language plpgsql security definer set search_path = marketplace, pg_temp as $$
declare
    v_draw record;
    v_left bigint;
begin
    decided := 0;
    accounts := '{}';
    if p_weekly_budget is not null then
        -- The week's budget is everybody's: draws that count against it go one after the other.
        perform pg_advisory_xact_lock(hashtext('reward-budget'));
        v_left := p_weekly_budget - coalesce((select sum(d.connects) from reward_draw d where d.drawn_at > p_now - make_interval(hours => 7 * 24)), 0);
    end if;
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
            -- RND-06: where draws are for those who are likely to leave, they are for who had sent nothing else for so many days before.
            if p_idle_days > 0 and exists (
                select 1 from proposal p join proposal mine on mine.account_id = p.account_id and mine.number = v_draw.proposal_number
                where p.account_id = v_draw.account_id and p.number <> mine.number
                  and p.submitted_at <= mine.submitted_at and p.submitted_at > mine.submitted_at - make_interval(hours => p_idle_days * 24)) then
                update interview_reward r set state = 'NOT_ELIGIBLE' where r.account_id = v_draw.account_id and r.proposal_number = v_draw.proposal_number;
                continue;
            end if;
            -- RND-09: what the week's budget does not hold any more is not drawn; no time without draws begins with it.
            if v_draw.connects > v_left then
                update interview_reward r set state = 'NOT_ELIGIBLE' where r.account_id = v_draw.account_id and r.proposal_number = v_draw.proposal_number;
                continue;
            end if;
            v_left := v_left - v_draw.connects;
            insert into reward_draw (account_id, proposal_number, seed, maximum, step, least_weeks, most_weeks, win_percent, connects, weeks, next_eligible_at, drawn_at)
            values (v_draw.account_id, v_draw.proposal_number, v_draw.seed, p_maximum, p_step, p_least_weeks, p_most_weeks, p_win_percent, v_draw.connects, v_draw.weeks,
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

-- Nodes of the version before still call it while an installation is updated one node after another.
create or replace function marketplace.draw_rewards(
    p_draws marketplace.proposed_draw[], p_maximum integer, p_step integer, p_least_weeks integer, p_most_weeks integer, p_now timestamptz, p_claim_ends timestamptz, p_expires_at timestamptz,
    out decided integer, out accounts bigint[])
language sql security definer set search_path = marketplace, pg_temp as $$
    select r.decided, r.accounts from draw_rewards(p_draws, p_maximum, p_step, p_least_weeks, p_most_weeks, p_now, p_claim_ends, p_expires_at, 100, null::integer, 0) r
$$;

grant execute on function marketplace.draw_rewards(marketplace.proposed_draw[], integer, integer, integer, integer, timestamptz, timestamptz, timestamptz, integer, integer, integer) to marketplace_app;
