using Microsoft.CodeAnalysis;
using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>The supported releases decide what is reported.</summary>
public sealed class ReleaseTests
{
    private const string User = "class User { object A(QemuClient vm) => (vm.YankAsync(), new QueryStatsCommand()); }";

    [Theory]
    [InlineData("", "5.2.0", "5.2.0, 7.2.22")]
    [InlineData("[assembly: QmpMinimumRelease(\"5.2.0\")]", "5.2.0", "5.2.0, 7.2.22")]
    [InlineData("[assembly: QmpMinimumRelease(\"7.2.22\")]", null, "7.2.22")]
    [InlineData("[assembly: QmpMinimumRelease(\"7.2.22\", Namespace = \"Qemu\")]", null, "7.2.22")]
    [InlineData("[assembly: QmpMinimumRelease(\"10.0.13\")]", null, null)]
    [InlineData("[assembly: QmpMinimumRelease(\"10.0.13\"), QmpMinimumRelease(\"5.2.0\")]", null, null)]
    public async Task MinimumRelease_OfTheAssembly_LimitsReleases(string attribute, string? yank, string? stats)
    {
        IReadOnlyList<Diagnostic> found = await AnalyzerVerifier.AnalyzeAsync($"{attribute}\n{User}");

        Assert.Equal(
            new[] { ("YankCommand", yank), ("QueryStatsCommand", stats) }
                .Where(item => item.Item2 is not null)
                .Select(item => $"'{item.Item1}' is not in QEMU {item.Item2}."),
            found.Select(diagnostic => diagnostic.GetMessage(null).Split(" Check")[0])
        );
    }

    [Theory]
    [InlineData("[assembly: QmpMinimumRelease(\"7.2.22\")]")]
    [InlineData("[assembly: [|QmpMinimumRelease(\"7.2\")|]]")]
    [InlineData("[assembly: QmpMinimumRelease(\"7.2.22\"), [|QmpMinimumRelease(\"7.2.22\", Namespace = \"Agent\")|]]")]
    [InlineData("[assembly: [|QmpMinimumRelease(\"7\", Namespace = \"Qemu\")|]]")]
    public Task MinimumRelease_WithUnknownLabel_IsReported(string attribute) =>
        AnalyzerVerifier.VerifyAsync($"{attribute}\nclass User;", "QMPGEN103");

    [Theory]
    [InlineData("if ([|vm.Supports<QueryStatusCommand>()|]) { Use(); }")]
    [InlineData("if ([|vm.Supports<ResetEvent>()|] && [|vm.Supports(RunState.Running)|]) { Use(); }")]
    [InlineData("if (vm.Supports<YankCommand>() && vm.Supports(RunState.Paused)) { Use(); }")]
    [InlineData("if (vm.Supports(QemuFeatures.BlockdevMirror.CopyMode)) { Use(); }")]
    [InlineData("if (vm.Supports<string>() || vm.Supports(\"yank\") || vm.Supports(DayOfWeek.Friday)) { Use(); }")]
    public Task Check_ThatIsAlwaysTrue_IsReported(string body) =>
        AnalyzerVerifier.VerifyAsync(
            $"class User {{ void Use() {{ }} void Run(QemuClient vm) {{ {body} }} }}",
            "QMPGEN102"
        );

    [Theory]
    [InlineData("if ([|vm.Supports<YankCommand>()|]) { Use(); }")]
    [InlineData("if ([|vm.Supports(QemuFeatures.BlockdevMirror.Filter)|]) { Use(); }")]
    [InlineData("if (vm.Supports<QueryStatsCommand>()) { Use(); }")]
    public Task Check_ForOlderReleasesOnly_IsReported(string body) =>
        AnalyzerVerifier.VerifyAsync(
            $$"""
            [assembly: QmpMinimumRelease("7.2.22")]
            class User { void Use() { } void Run(QemuClient vm) { {{body}} } }
            """,
            "QMPGEN102"
        );

    [Fact]
    public async Task Bindings_WithoutReleases_AreNotAnalyzed()
    {
        string bindings = GuardedBindings.Source.Replace("[assembly: ", "// ", StringComparison.Ordinal);

        Assert.Empty(await AnalyzerVerifier.AnalyzeAsync(AnalyzerVerifier.Compile(bindings, User)));
    }

    [Fact]
    public async Task Bindings_InTheSameAssembly_AreAnalyzed()
    {
        IReadOnlyList<Diagnostic> found = await AnalyzerVerifier.AnalyzeAsync(
            AnalyzerVerifier.Compile(GuardedBindings.Source, User)
        );

        Assert.Equal(["QMPGEN101", "QMPGEN101"], found.Select(diagnostic => diagnostic.Id));
        Assert.All(found, diagnostic => Assert.Equal("user.cs", diagnostic.Location.SourceTree?.FilePath));
    }

    [Fact]
    public async Task Project_WithoutRuntime_IsNotAnalyzed() =>
        Assert.Empty(await AnalyzerVerifier.AnalyzeAsync(Generation.Compilation("class User;")));

    [Theory]
    [InlineData("vm.YankAsync()", "YankCommand", "vm.Supports<YankCommand>()")]
    [InlineData("vm.ExecuteAsync(new YankCommand())", "YankCommand", "vm.Supports<YankCommand>()")]
    [InlineData("new YankCommand()", "YankCommand", "Supports<YankCommand>()")]
    [InlineData("vm.Subscribe<DeviceUnplugEvent>()", "DeviceUnplugEvent", "vm.Supports<DeviceUnplugEvent>()")]
    [InlineData("new BlockdevOptions.Nvme()", "BlockdevOptions.Nvme", "Supports<BlockdevOptions.Nvme>()")]
    [InlineData("RunState.Paused", "RunState.Paused", "Supports(RunState.Paused)")]
    [InlineData("YankInstanceType.Chardev", "YankInstanceType", "Supports<YankInstanceType>()")]
    [InlineData("info.Reason!.Length", "StatusInfo.Reason", "Supports(QemuFeatures.StatusInfo.Reason)")]
    [InlineData(
        "new BlockdevMirrorCommand { Device = \"\", CopyMode = 0 }",
        "BlockdevMirrorCommand.CopyMode",
        "Supports(QemuFeatures.BlockdevMirror.CopyMode)"
    )]
    [InlineData(
        "vm.BlockdevMirrorAsync(new() { Device = \"\", CopyMode = 0 })",
        "BlockdevMirrorCommand.CopyMode",
        "vm.Supports(QemuFeatures.BlockdevMirror.CopyMode)"
    )]
    [InlineData(
        "new BlockdevOptions.File { Aio = 0 }",
        "BlockdevOptions.File.Aio",
        "Supports(QemuFeatures.BlockdevOptionsFile.Aio)"
    )]
    public async Task Message_NamesFeatureAndCheck(string expression, string name, string guard)
    {
        IReadOnlyList<Diagnostic> found = await AnalyzerVerifier.AnalyzeAsync(
            $"class User {{ object A(QemuClient vm, StatusInfo info) => {expression}; }}"
        );

        string message = Assert.Single(found).GetMessage(null);
        Assert.StartsWith($"'{name}' is not in QEMU ", message, StringComparison.Ordinal);
        Assert.Contains($" Check {guard} first", message, StringComparison.Ordinal);
    }
}
