namespace Marketplace.Simulation.Model;

/// <summary>Every number of the model; docs/simulation.md says where each comes from.</summary>
internal sealed record Behaviour
{
    public static Behaviour Usual { get; } = new();

    /// <summary>Who has met a randomized reward loses interest, and buys hardly any Connects: a guardrail is there for this.</summary>
    public static Behaviour Harmful { get; } = new() { RandomizedBoost = 0.02 };

    // Volume.
    public double ProposalsPerJob { get; init; } = 14;
    public double JobsPerClient { get; init; } = 4;
    public double ConsiderationsPerDay { get; init; } = 0.7;
    public double PerSitting { get; init; } = 2.5;
    public double RateSpread { get; init; } = 0.6;
    public double WeekendFactor { get; init; } = 0.55;
    public double SeasonDepth { get; init; } = 0.15;
    public double SeasonDays { get; init; } = 90;
    public double PresentAtTheBeginning { get; init; } = 0.6;
    public double AgencyShare { get; init; } = 0.03;
    public double PlusShare { get; init; } = 0.05;
    public double ReadinessShare { get; init; } = 0.4;

    // Proposing: the chance at the card's price, and how it falls with the price; who is better is less deterred.
    public double Willingness { get; init; } = 0.8;
    public double LeastElasticity { get; init; } = 0.15;
    public double MostElasticity { get; init; } = 0.65;
    public double SideCategoryShare { get; init; } = 0.25;
    public double FreshnessDays { get; init; } = 1.2;
    public int ShownDays { get; init; } = 21;
    public int MostConsiderations { get; init; } = 15;

    // Jobs.
    public double HourlyShare { get; init; } = 0.3;
    public double TypicalDollars { get; init; } = 400;
    public double DollarSpread { get; init; } = 1.2;
    public double FeaturedShare { get; init; } = 0.03;
    public double InvitationsPerJob { get; init; } = 0.25;
    public double InvitationAccepted { get; init; } = 0.5;
    public double ForgottenShare { get; init; } = 0.5;

    // Interviews and hires.
    public double LeastInterviewRate { get; init; } = 0.05;
    public double MostInterviewRate { get; init; } = 0.25;
    public double DeclineShare { get; init; } = 0.08;
    public double ReplyRate { get; init; } = 0.9;
    public double FeedbackRate { get; init; } = 0.65;
    public double HireRate { get; init; } = 0.45;

    // Purchases.
    public double DeclinedCardShare { get; init; } = 0.02;
    public double PayPalShare { get; init; } = 0.15;

    // Referrals: clients who come by the link of another client.
    public double ReferredShare { get; init; } = 0.25;
    public double ClicksBesides { get; init; } = 5;
    public double ListedShare { get; init; } = 0.5;
    public double SharedDeviceShare { get; init; } = 0.08;

    /// <summary>By what a talent's considerations are multiplied once a randomized reward has been met.</summary>
    public double RandomizedBoost { get; init; } = 1.25;

    /// <summary>Larger shares first; categories of one pair are alike.</summary>
    public static IReadOnlyList<(string Category, double Share)> Categories { get; } =
    [
        ("web-mobile-software-development", 0.16), ("design-creative", 0.15), ("writing", 0.11), ("sales-marketing", 0.105), ("admin-support", 0.09), ("customer-service", 0.085),
        ("data-science-analytics", 0.07), ("translation", 0.065), ("it-networking", 0.05), ("engineering-architecture", 0.045), ("accounting-consulting", 0.035), ("legal", 0.035),
    ];

    public double Elasticity(double quality) => MostElasticity - ((MostElasticity - LeastElasticity) * quality);

    public double InterviewRate(double quality) => LeastInterviewRate + ((MostInterviewRate - LeastInterviewRate) * quality * quality);

    /// <summary>The chance to propose: constant elasticity around the price of the standard card; what is free is almost always taken.</summary>
    public double ProposeRate(double quality, int price, int standard) =>
        price == 0 ? 0.95 : Math.Min(0.95, Willingness * Math.Pow((double)price / standard, -Elasticity(quality)));

    /// <summary>Of the considerations that a population is made large enough for, so many become proposals: some find no new job.</summary>
    public double MeanProposeRate => Willingness * 0.93;

    public double Season(DateTimeOffset day) =>
        (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? WeekendFactor : 1)
        * (1 + (SeasonDepth * Math.Sin(2 * Math.PI * (day - DateTimeOffset.UnixEpoch).TotalDays / SeasonDays)));
}
