using System.Globalization;
using System.Text;
using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

/// <summary>What an account page says is missing is what the database finds missing: both read the same expressions.</summary>
public sealed class ExpressionTests : ReferralTestBase
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Categories = [null, "legal", "writing"];
    private static readonly ReferralFactKind[] Happenings = [.. Enum.GetValues<ReferralFactKind>().Except([ReferralFactKind.Payment, ReferralFactKind.Earning])];

    [Fact]
    public async Task REF_18_random_expressions_over_random_facts_hold_in_the_database_just_where_the_page_misses_nothing()
    {
        var progress = await Scene.ReferralAsync(Referrer, await ReferredClientAsync());
        var random = new Random(20_261_121);
        var held = 0;
        for (var round = 0; round < 40; round++)
        {
            var facts = Facts(random, progress.Id);
            DateTimeOffset? until = random.Next(2) == 0 ? null : Begin.AddDays(random.Next(10, 40));
            ReferralExpression[] expressions = [.. Enumerable.Range(0, 50).Select(_ => Expression(random, 3))];
            var terms = progress.Terms with { Milestones = [.. expressions.Select((e, place) => new ReferralMilestone($"m{place}", 0, [new ReferralTierTerms(1)], e))] };

            var database = await Market.AsOwnerAsync<bool[]>($"""
                delete from marketplace.referral_fact;
                {Insert(facts)}
                select array_agg(marketplace.referral_holds({progress.Id.AccountId}, {progress.Id.Number}, m -> 'when', '{until?.ToString("O", CultureInfo.InvariantCulture) ?? "infinity"}') order by place)
                from jsonb_array_elements($terms${terms.Write()}$terms$::jsonb -> 'milestones') with ordinality t (m, place)
                """);
            bool[] page = [.. terms.Milestones.Select(m => new ReferralProgress(
                new Referral
                {
                    AccountId = progress.Id.AccountId, Number = progress.Id.Number, Program = progress.Referral.Program, State = ReferralStage.Active, LapsesAt = until,
                    Terms = (terms with { Milestones = [m] }).Write(),
                },
                facts, [], []).Remaining.Count == 0)];

            for (var place = 0; place < expressions.Length; place++)
                page[place].ShouldBe(database[place], $"round {round}: {expressions[place]} until {until}\n{string.Join('\n', facts.Select(f => $"{f.Kind} {f.Source} {f.Cents}-{f.ReversedCents} {f.Reversed} {f.Category} {f.At}"))}");
            held += page.Count(holds => holds);
        }

        held.ShouldBeInRange(300, 1700, "both answers come often");
    }

    private static List<ReferralFact> Facts(Random random, OwnedId referral)
    {
        var facts = new List<ReferralFact>();
        for (var number = random.Next(30); number > 0; number--)
        {
            var kind = (ReferralFactKind)random.Next(8);
            var isMoney = kind is ReferralFactKind.Payment or ReferralFactKind.Earning;
            var cents = isMoney ? random.Next(1, 60) * 100 : 0;
            var back = random.Next(3) switch { 0 => cents, 1 => random.Next(cents + 1), _ => 0 };
            facts.Add(new ReferralFact
            {
                AccountId = referral.AccountId, ReferralNumber = referral.Number, Kind = kind,
                Source = $"{(!isMoney ? "thing" : kind == ReferralFactKind.Payment && random.Next(2) == 0 ? "purchase" : "payment")}:{number}",
                Cents = cents, ReversedCents = back, Reversed = isMoney ? back == cents : random.Next(3) == 0,
                Category = Categories[random.Next(3)], At = Begin.AddDays(random.Next(40)),
            });
        }

        return facts;
    }

    private static string Insert(List<ReferralFact> facts)
    {
        var text = new StringBuilder();
        foreach (var f in facts)
            text.Append(CultureInfo.InvariantCulture,
                $"insert into marketplace.referral_fact (account_id, referral_number, kind, source, cents, reversed_cents, reversed, category, at) values ({f.AccountId}, {f.ReferralNumber}, '{Word(f.Kind)}', '{f.Source}', {f.Cents}, {f.ReversedCents}, {f.Reversed}, {(f.Category is null ? "null" : $"'{f.Category}'")}, '{f.At:O}');");
        return text.ToString();
    }

    private static string Word(ReferralFactKind kind) => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(kind.ToString());

    private static ReferralExpression Expression(Random random, int depth) => random.Next(depth == 0 ? 4 : 6) switch
    {
        0 => new ReferralExpression(Fact: new ReferralFactCondition(Happenings[random.Next(Happenings.Length)], Categories[random.Next(3)])),
        1 => new ReferralExpression(Payment: new ReferralAmountCondition(random.Next(1, 60) * 100, random.Next(2) == 0)),
        2 => new ReferralExpression(Earning: new ReferralAmountCondition(random.Next(1, 60) * 100, random.Next(2) == 0)),
        3 => new ReferralExpression(Turnover: new ReferralTurnoverCondition(random.Next(1, 120) * 100)),
        4 => new ReferralExpression(AllOf: Parts(random, depth)),
        _ => new ReferralExpression(AnyOf: Parts(random, depth)),
    };

    private static List<ReferralExpression> Parts(Random random, int depth) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Expression(random, depth - 1))];
}
