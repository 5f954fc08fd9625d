using Marketplace.Accounts;

namespace Marketplace.Tests.Books;

/// <summary>Everything that moves Connects or cash, each once for the database and once for the model.</summary>
internal sealed partial class BooksPlay
{
    private Task<string> StepAsync() => random.Next(100) switch
    {
        < 10 => BuyAsync(AnyTalent()),
        < 14 => TellOfPurchaseAsync(),
        < 22 => PostAsync(),
        < 44 => SubmitAsync(AnyTalent()),
        < 50 => InterviewAsync(),
        < 54 => CreditAsync(),
        < 57 => DrawAsync(),
        < 61 => FeedbackAsync(),
        < 62 => LapseAsync(),
        < 66 => EndJobAsync(),
        < 68 => EndProposalAsync(),
        < 70 => HireAsync(),
        < 73 => PayAsync(),
        < 76 => ReversePaymentAsync(),
        < 79 => WithdrawAsync(AnyTalent()),
        < 83 => CourtesyAsync(AnyTalent()),
        < 87 => RecordAsync(AnyTalent()),
        < 90 => ChangePlanAsync(AnyTalent()),
        < 93 => RenewAsync(),
        < 95 => ReviewDemandAsync(),
        < 97 => ChangeStatusAsync(talents.Find(t => t.Wallet.Status == AccountStatus.Suspended) ?? AnyTalent()),
        < 98 => ReserveAsync(AnyTalent()),
        _ => RollOutAsync(),
    };
}
