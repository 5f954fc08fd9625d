using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Experiments;

/// <summary>What a product manager does to an experiment, from the form to the roll-out.</summary>
public sealed class ExperimentChangesTests(Browser browser)
{
    private const string Key = "draw-for-everybody";

    [Fact]
    public async Task An_experiment_lives_from_the_form_to_the_roll_out()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var talent = await MarketplaceClient.FreelancerAsync(visit.Host);
        await talent.BuyAsync(40);
        await (await MarketplaceClient.FreelancerAsync(visit.Host)).BuyAsync(80);
        await visit.SignInAsync("Product manager", "new-experiment");

        await visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Name" }).FillAsync("A draw for everybody");
        var key = visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Key" });
        await key.FillAsync("interview-reward");
        await visit.Page.GetByLabel("Hypothesis").FillAsync("A draw keeps people sending proposals.");
        await visit.Page.GetByLabel("Flag").SelectOptionAsync("interview-reward");
        await visit.Page.GetByLabel("Primary metric").SelectOptionAsync("purchases");
        var estimate = visit.Page.GetByRole(AriaRole.Status, new() { NameString = "Estimate" });
        await estimate.GetByText("an effect of +5%").WaitForAsync();
        await estimate.GetByText("With all accounts in the test").WaitForAsync();
        await visit.Page.GetByLabel("Smallest effect that matters").FillAsync("20");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Traffic" }).FillAsync("10");
        await estimate.GetByText("an effect of +20%").WaitForAsync();
        await estimate.GetByText("With 10% of the accounts in the test").WaitForAsync();
        await visit.Button("Add a guardrail").ClickAsync();
        await visit.Page.GetByLabel("Guardrail 1", new() { Exact = true }).SelectOptionAsync("hires");

        await visit.Button("Save the draft").ClickAsync();
        await visit.ShowsAsync("There is an experiment with the key 'interview-reward' already.");
        (await key.GetAttributeAsync("aria-invalid")).ShouldBe("true");
        await key.FillAsync(Key);
        await visit.Button("Save the draft").ClickAsync();
        await visit.Heading("A draw for everybody").WaitForAsync();

        await OpenAsync(visit, "Start", "would be in “split”");
        await ConfirmAsync(visit, "Start the experiment", "Agreed");
        await OpenAsync(visit, "Change traffic", "10% of its part of the accounts is in use");
        var traffic = visit.Dialog.GetByRole(AriaRole.Textbox, new() { NameString = "Traffic" });
        await traffic.FillAsync("5");
        await visit.Dialog.GetByText("It is 10% now, and only grows").WaitForAsync();
        await traffic.FillAsync("50");
        await visit.Dialog.GetByText("more come").First.WaitForAsync();
        await ConfirmAsync(visit, "Grow the traffic", "No warnings");

        await OpenAsync(visit, "Overrides", "No unit is forced into an arm.");
        await visit.Dialog.GetByLabel("Id of the account").FillAsync(talent.AccountId);
        await visit.Dialog.GetByText("With the override it sees “randomized”").WaitForAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("To see it");
        await visit.Button("Set the override").ClickAsync();
        await visit.Dialog.Locator(".notice").Filter(new() { HasTextString = "An override for testing forces it into 'randomized'" }).WaitForAsync();
        await visit.Button($"Lift the override of {talent.AccountId}").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Seen");
        await visit.Button("Lift the override").ClickAsync();
        await visit.Dialog.GetByText("No unit is forced into an arm.").WaitForAsync();
        await visit.Dialog.Locator(".notice").Filter(new() { HasTextString = "sees “" }).WaitForAsync();
        await visit.Button("Close the overrides").ClickAsync();

        await OpenAsync(visit, "Stop", "back to what the flag says by itself");
        await ConfirmAsync(visit, "Stop the experiment", "Enough data");
        await RollOutByKeyboardAsync(visit);

        await visit.Page.GetByText("Rolled out", new() { Exact = true }).First.WaitForAsync();
        var after = await visit.Host.QueryAsync($"{{ flag(key: \"interview-reward\") {{ definition }} experiment(key: \"{Key}\") {{ state traffic guardrails {{ metric {{ key }} }} }} }}", token: await visit.Host.StaffAsync("SUPPORT"));
        ((string)after["flag"]!["definition"]!["allocation"]!["default_when_enabled"]!).ShouldBe("randomized");
        ((string)after["experiment"]!["state"]!).ShouldBe("ROLLED_OUT");
        ((string)after["experiment"]!["traffic"]!).ShouldBe("50");
        ((string)after["experiment"]!["guardrails"]![0]!["metric"]!["key"]!).ShouldBe("hires");
    }

    [Fact]
    public async Task More_traffic_than_somebody_else_has_given_meanwhile_is_given_after_a_reload_without_typing_again()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await CreateAsync(visit, traffic: "10");
        await ChangeElsewhereAsync(visit, "startExperiment", 1, new { });
        await visit.SignInAsync("Product manager", $"experiments/{Key}");
        await OpenAsync(visit, "Change traffic", "10% of its part");
        await visit.Dialog.GetByRole(AriaRole.Textbox, new() { NameString = "Traffic" }).FillAsync("50");
        await visit.Dialog.GetByLabel("Reason").FillAsync("Mine");
        await ChangeElsewhereAsync(visit, "changeTraffic", 2, new { traffic = "20" });

        await visit.Button("Grow the traffic").ClickAsync();
        await visit.Dialog.GetByText("Somebody changed it meanwhile").First.WaitForAsync();
        await visit.Button("Reload the experiment").ClickAsync();
        await visit.Dialog.GetByText("20% of its part").WaitForAsync();
        (await visit.Dialog.GetByLabel("Reason").InputValueAsync()).ShouldBe("Mine");
        await visit.Button("Grow the traffic").ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await TrafficAsync(visit)).ShouldBe("50");

        await OpenAsync(visit, "Stop", "Afterwards the flag interview-reward is on, and its default is “split”.");
        await ConfirmAsync(visit, "Stop the experiment", "No difference");
        await OpenAsync(visit, "Archive", "results and audit log stay to be read");
        await ConfirmAsync(visit, "Archive the experiment", "Written up");
        await visit.Page.GetByText("Archived", new() { Exact = true }).First.WaitForAsync();
    }

    [Fact]
    public async Task An_edit_keeps_what_was_typed_over_what_somebody_else_has_saved()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await CreateAsync(visit, traffic: "100");
        await ChangeElsewhereAsync(visit, "startExperiment", 1, new { });
        await visit.SignInAsync("Product manager", $"experiments/{Key}");
        await visit.Link("Edit").ClickAsync();
        await visit.ShowsAsync("Arms, audience and layer are fixed while it runs");
        await visit.Page.GetByLabel("Hypothesis").FillAsync("Mine");
        await visit.Button("Save the changes").ClickAsync();
        await visit.ShowsAsync("Say why");
        await visit.Page.GetByLabel("Reason").FillAsync("Clearer");
        await ChangeElsewhereAsync(visit, "updateExperiment", 2, new { name = "Theirs", hypothesis = "Theirs too" });

        await visit.Button("Save the changes").ClickAsync();
        await visit.Button("Reload and keep what I typed").ClickAsync();
        await visit.ShowsAsync("You edit it now as it is: version 3");
        await visit.Button("Save the changes").ClickAsync();
        await visit.Heading("Theirs").WaitForAsync();
        await visit.ShowsAsync("Mine");
    }

    [Fact]
    public async Task A_form_that_is_left_asks_first_and_writes_nothing()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager", "new-experiment");
        var name = visit.Page.GetByRole(AriaRole.Textbox, new() { NameString = "Name" });
        await name.FillAsync("Never saved");
        await visit.Link("Flags").ClickAsync();
        await visit.Dialog.GetByText("Nothing of what you typed here is saved.").WaitForAsync();
        await visit.Button("Stay here").ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await name.InputValueAsync()).ShouldBe("Never saved");

        await visit.Link("Flags").ClickAsync();
        await visit.Button("Leave").ClickAsync();
        await visit.Heading("Flags").WaitForAsync();
        (await visit.Host.ScalarAsync<long>("select count(*) from experiments.experiment where name = 'Never saved'")).ShouldBe(0);
    }

    private static async Task RollOutByKeyboardAsync(Visit visit)
    {
        await ReachAsync(visit, visit.Button("Roll out"), "Enter");
        await visit.Dialog.GetByLabel("Reason").WaitForAsync();
        await ReachAsync(visit, visit.Dialog.GetByRole(AriaRole.Radio).First, "ArrowDown");
        await visit.Dialog.GetByText("its default is “randomized”").WaitForAsync();
        await ReachAsync(visit, visit.Dialog.GetByLabel("Reason"), null);
        await visit.Page.Keyboard.TypeAsync("It won");
        await ReachAsync(visit, visit.Button("Roll out “randomized”"), "Enter");
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task ReachAsync(Visit visit, ILocator target, string? key)
    {
        await target.WaitForAsync();
        for (var step = 0; !await target.EvaluateAsync<bool>("element => element === document.activeElement"); step++)
        {
            step.ShouldBeLessThan(40, $"{target} is not reached by the Tab key");
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        if (key is not null)
            await visit.Page.Keyboard.PressAsync(key);
    }

    private static async Task OpenAsync(Visit visit, string change, string shows)
    {
        await visit.Button(change).ClickAsync();
        await visit.Dialog.GetByText(shows).First.WaitForAsync();
    }

    private static async Task ConfirmAsync(Visit visit, string confirm, string reason)
    {
        await visit.Dialog.GetByLabel("Reason").FillAsync(reason);
        await visit.Button(confirm).ClickAsync();
        await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task CreateAsync(Visit visit, string traffic)
    {
        var created = await visit.Host.MutateAsync(
            "createExperiment",
            "experiment { key }",
            new
            {
                key = Key,
                name = "A draw for everybody",
                hypothesis = "It keeps people.",
                flagKey = "interview-reward",
                unit = "ACCOUNT",
                arms = new object[] { new { variant = "split", weight = "50", control = true }, new { variant = "randomized", weight = "50" } },
                primaryMetric = "proposals",
                traffic,
            },
            await visit.Host.StaffAsync("PRODUCT_MANAGER"));
        created["errors"].ShouldBeNull();
    }

    private static async Task ChangeElsewhereAsync(Visit visit, string mutation, int version, object more)
    {
        var input = more.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(more));
        (input["key"], input["expectedVersion"], input["reason"]) = (Key, version, "Theirs");
        var changed = await visit.Host.MutateAsync(mutation, "experiment { state }", input, await visit.Host.StaffAsync("ADMIN"));
        changed["errors"].ShouldBeNull();
    }

    private static async Task<string> TrafficAsync(Visit visit) =>
        (string)(await visit.Host.QueryAsync($"{{ experiment(key: \"{Key}\") {{ traffic }} }}", token: await visit.Host.StaffAsync("SUPPORT")))["experiment"]!["traffic"]!;
}
