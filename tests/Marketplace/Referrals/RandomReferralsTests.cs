using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Policies;
using Marketplace.Referrals;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>
/// Random histories of referrals, held after each step against a plain model: facts told twice, parts and wholes going back before and after rewards are paid,
/// bans, closings, suspensions, reviews, withdrawals and jumps in time. REFERRALS_SEED=… REFERRALS_STEPS=… plays one of them, as long as one likes.
/// </summary>
public sealed class RandomReferralsTests
{
    private static readonly string[] Programs = ["client-cash", "talent-connects", "per-sign-up", "recurring-share"];

    public static TheoryData<int> Seeds() => Setting("REFERRALS_SEED") is { } seed ? [seed] : [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_referral_reward_and_balance_is_the_models_after_every_step(int seed)
    {
        var steps = Setting("REFERRALS_STEPS") ?? 90;
        await using var market = await TestMarketplace.StartAsync(ReferralPrograms.Changed(programs =>
        {
            foreach (var template in new[] { "per-sign-up", "recurring-share" })
                programs.Of(template)["enabled"] = true;
            programs.Of("per-sign-up")["period"] = "ALL";
            programs.Of("per-sign-up")["cap"] = new JsonObject { ["rewards"] = 3 };
            programs.Of("recurring-share")["milestones"]![0]!["maximumCount"] = 3;
        }));
        // At noon, so that no step falls into another day than the model's.
        await market.AdvanceToAsync(new DateTimeOffset(market.Clock.GetUtcNow().Year + 1, 1, 10, 12, 0, 0, TimeSpan.Zero));
        var play = new Play(market, new Random(seed));
        await play.BeginAsync();
        for (var step = 0; step < steps; step++)
        {
            var did = await play.StepAsync();
            (await play.BooksAsync()).ShouldBe(play.Expected(), $"REFERRALS_SEED={seed} step {step}: {did}");
        }

        await play.LongAfterAsync();
        (await play.BooksAsync()).ShouldBe(play.Expected(), $"REFERRALS_SEED={seed} long after");
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty($"REFERRALS_SEED={seed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"REFERRALS_SEED={seed} REFERRALS_STEPS={steps}: {play.Summary}");
        if (Setting("REFERRALS_SEED") is null)
            // A history in which little happened would show little.
            play.Paid.ShouldBeGreaterThan(3, play.Summary);
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;

    private sealed class Play(TestMarketplace market, Random random)
    {
        private readonly ReferralScene scene = new(market);
        private readonly PlainReferrals model = new();
        private readonly Dictionary<PlainPerson, Account> accounts = [];
        private readonly List<PlainPerson> referrers = [];
        private readonly Dictionary<(PlainPerson, string), ReferralLink> links = [];
        private readonly Dictionary<PlainPerson, Contract> contracts = [];
        private readonly List<(PlainReferral Referral, Payment Payment, long Left)> payments = [];
        private readonly Dictionary<string, int> done = [];
        private Talent talent = null!;

        public int Paid => model.Referrals.SelectMany(r => r.Milestones.Values).SelectMany(m => m.Rewards).Count(r => r.State is "PAID" or "REVERSED");

        public string Summary => $"{string.Join(", ", done.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key} {d.Value}"))}; "
            + string.Join(", ", model.Referrals.SelectMany(r => r.Milestones.Values).GroupBy(m => m.State).Select(g => $"{g.Key} {g.Count()}"));

        public async Task BeginAsync()
        {
            talent = await market.FreelancerAsync();
            for (var i = 0; i < 3; i++)
            {
                var referrer = await market.FreelancerAsync();
                foreach (var program in new[] { "per-sign-up", "recurring-share" })
                {
                    await scene.ApplyAsync(referrer, program);
                    await scene.DecideAsync(referrer, program, AffiliateState.Approved);
                }

                (await market.TryBuyAsync(referrer, 10, "card", token: $"card-{referrer.Id}")).Refusal.ShouldBeNull();
                var person = new PlainPerson(referrer.Id);
                accounts[person] = referrer;
                referrers.Add(person);
                foreach (var program in Programs)
                    links[(person, program)] = await scene.LinkAsync(referrer, program);
            }
        }

        public async Task<string> StepAsync()
        {
            while (true)
            {
                (string Name, Func<Task<string?>> Act) chosen = random.Next(20) switch
                {
                    < 4 => ("sign up", SignUpAsync),
                    < 9 => ("pay", PayAsync),
                    < 11 => ("prove", ProveAsync),
                    < 13 => ("refund", RefundAsync),
                    < 16 => ("days", DaysAsync),
                    16 => ("review", ReviewAsync),
                    17 => ("withdraw", WithdrawAsync),
                    18 => ("suspend or reinstate", SuspendAsync),
                    _ => ("end", EndAsync),
                };
                // What cannot be done now says nothing.
                if (await chosen.Act() is not { } did)
                    continue;
                done[chosen.Name] = done.GetValueOrDefault(chosen.Name) + 1;
                return $"{chosen.Name} {did}";
            }
        }

        /// <summary>When even the months of shares are over.</summary>
        public async Task LongAfterAsync()
        {
            const int days = 200;
            await market.AdvanceAsync(TimeSpan.FromDays(days));
            model.Pass(days);
            await scene.ReleaseAsync();
            model.Release();
            await market.RunAsync("lapse-referrals");
            model.Lapse();
        }

        public string Expected() => string.Join('\n', model.Referrals.SelectMany(r => r.Lines())
            .Concat(referrers.Select(r => $"wallet {r.Id} {r.Cash} owes {r.Debt}")).Order(StringComparer.Ordinal));

        public Task<string> BooksAsync() => market.AsOwnerAsync<string>("""
            select coalesce(string_agg(line, E'\n' order by line collate "C"), '') from (
                select 'referral ' || r.referred_id || ' ' || r.state || ' short ' || (
                    select coalesce(sum(w.shortfall), 0) from marketplace.referral_reward w where w.account_id = r.account_id and w.referral_number = r.number) as line
                from marketplace.referral r
                union all
                select 'milestone ' || r.referred_id || ' ' || m.occurrence || ' ' || m.state || ' ' || m.attempt
                from marketplace.referral_milestone m join marketplace.referral r on r.account_id = m.account_id and r.number = m.referral_number
                union all
                select 'reward ' || r.referred_id || ' ' || w.occurrence || ' ' || w.attempt || ' ' || w.side || ' ' || w.asset || ' ' || w.amount || ' ' || w.state || ' ' || w.returned
                from marketplace.referral_reward w join marketplace.referral r on r.account_id = w.account_id and r.number = w.referral_number
                union all
                select 'wallet ' || w.account_id || ' ' || w.paid || ' owes ' || coalesce(d.cents, 0)
                from marketplace.wallet w left join marketplace.referral_debt d on d.account_id = w.account_id
                where w.asset = 'USD' and exists (select 1 from marketplace.referral_link l where l.account_id = w.account_id)
            ) lines
            """);

        private async Task<string?> SignUpAsync()
        {
            if (model.Referrals.Count >= 14)
                return null;
            var (referrer, program, doubtful) = (Any(referrers)!, Any(Programs)!, random.Next(5) == 0);
            var now = market.Clock.GetUtcNow();
            var account = await scene.SignUpAsync(program == "talent-connects" ? AccountKind.Freelancer : AccountKind.Client, links[(referrer, program)], a => a with
            {
                Email = doubtful ? $"p{Guid.NewGuid():N}@mailinator.com" : a.Email,
                Phone = program == "talent-connects" ? $"+1777{model.Referrals.Count:0000000}" : null,
            });
            var person = new PlainPerson(account.Id);
            accounts[person] = account;
            model.SignUp(program, referrer, person, model.Today + (now.AddMonths(6) - now).Days, doubtful);
            return $"{person.Id} by {referrer.Id}: {program}{(doubtful ? ", doubtful" : "")}";
        }

        private async Task<string?> PayAsync()
        {
            var referral = Any(model.Referrals.Where(r => r.Program != "talent-connects" && r.Referred.Status == "ACTIVE"));
            if (referral is null)
                return null;
            var client = accounts[referral.Referred];
            if (!contracts.TryGetValue(referral.Referred, out var contract))
                contract = contracts[referral.Referred] = await scene.HireAsync(client, talent);
            var (cents, card, key) = (Any<long>([500, 999, 1000, 2549, 12_345]), random.Next(12) == 0 ? $"card-{referral.Referrer.Id}" : null, Guid.NewGuid().ToString());
            var payment = await scene.PayAsync(client, contract, cents, card, key);
            await scene.PayAsync(client, contract, cents, card, key);
            referral.SharesACard |= card is not null;
            model.Tell(referral, "PAYMENT", $"payment:{payment.Number}", cents);
            payments.Add((referral, payment, cents));
            return $"{cents} by {referral.Referred.Id}{(card is null ? "" : " with the referrer's card")}";
        }

        private async Task<string?> ProveAsync()
        {
            var referral = Any(model.Referrals.Where(r => r.Program is "talent-connects" or "per-sign-up" && r.Referred.Status == "ACTIVE"));
            if (referral is null)
                return null;
            var (account, what) = (accounts[referral.Referred], referral.Program == "per-sign-up" ? 0 : random.Next(3));
            for (var twice = 0; twice < 2; twice++)
                await (what switch { 0 => scene.VerifyAsync(account, ContactChannel.Email), 1 => scene.VerifyAsync(account, ContactChannel.Phone), _ => scene.PassTestAsync(account) });
            model.Tell(referral, new[] { "EMAIL", "PHONE", "TEST" }[what], "once");
            return $"{what} of {referral.Referred.Id}";
        }

        private async Task<string?> RefundAsync()
        {
            var open = payments.Where(p => p.Left > 0).ToList();
            if (open.Count == 0)
                return null;
            var (referral, payment, left) = Any(open);
            var cents = random.Next(2) == 0 ? left : 1 + random.NextInt64(left);
            (await scene.RefundAsync(payment, cents)).Refusal.ShouldBeNull();
            payments[payments.IndexOf((referral, payment, left))] = (referral, payment, left - cents);
            model.TakeBack(referral, $"payment:{payment.Number}", cents);
            return $"{cents} of payment {payment.Number} of {referral.Referred.Id}";
        }

        private async Task<string?> DaysAsync()
        {
            var days = random.Next(1, 15);
            if (model.Today + days > 300)
                return null;
            await market.AdvanceAsync(TimeSpan.FromDays(days));
            model.Pass(days);
            var (release, lapse) = (random.Next(4) != 0, random.Next(2) == 0);
            if (release)
            {
                await scene.ReleaseAsync();
                model.Release();
            }

            if (lapse)
            {
                await market.RunAsync("lapse-referrals");
                model.Lapse();
            }

            return $"{days}{(release ? ", released" : "")}{(lapse ? ", lapsed" : "")}";
        }

        private async Task<string?> ReviewAsync()
        {
            var referral = Any(model.Referrals.Where(r => r.Milestones.Values.Any(m => m.State == "UNDER_REVIEW")));
            if (referral is null)
                return null;
            var approve = random.Next(3) != 0;
            await scene.ReviewAsync(accounts[referral.Referrer], accounts[referral.Referred], approve);
            model.Review(referral, approve);
            return $"{referral.Referred.Id}: {(approve ? "yes" : "no")}";
        }

        private async Task<string?> WithdrawAsync()
        {
            var referrer = Any(referrers.Where(r => r.Cash > 0 && r.Status != "SUSPENDED"));
            if (referrer is null)
                return null;
            var cents = 1 + random.NextInt64(referrer.Cash);
            await scene.WithdrawAsync(accounts[referrer], cents);
            referrer.Cash -= cents;
            return $"{cents} by {referrer.Id}";
        }

        private async Task<string?> SuspendAsync()
        {
            var person = Any(accounts.Keys.Where(p => p.Status is "ACTIVE" or "SUSPENDED"));
            if (person is null)
                return null;
            await (person.Status == "ACTIVE" ? scene.SuspendAsync(accounts[person]) : scene.ReinstateAsync(accounts[person]));
            person.Status = person.Status == "ACTIVE" ? "SUSPENDED" : "ACTIVE";
            return $"{person.Id}: {person.Status}";
        }

        private async Task<string?> EndAsync()
        {
            // Somebody must go on referring.
            var person = Any(accounts.Keys.Where(p => p.Status is "ACTIVE" or "SUSPENDED" && (!referrers.Contains(p) || referrers.Count(r => r.Status is "ACTIVE" or "SUSPENDED") > 2)));
            if (person is null || random.Next(2) == 0)
                return null;
            var banned = random.Next(2) == 0;
            await (banned ? scene.BanAsync(accounts[person]) : scene.CloseAsync(accounts[person]));
            model.End(person, banned);
            return $"{person.Id}: {person.Status}";
        }

        private T? Any<T>(IEnumerable<T> from) where T : class
        {
            var all = from.ToList();
            return all.Count == 0 ? null : all[random.Next(all.Count)];
        }

        private T Any<T>(IReadOnlyList<T> from) where T : struct => from[random.Next(from.Count)];
    }
}
