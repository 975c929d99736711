using Xunit;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>The shapes of checks that programs use most, each with and without the check.</summary>
public sealed class IssueShapeTests
{
    private const string GuardedFile = """
        class Recovery(QemuClient vm)
        {
            [QmpRequires(typeof(YankCommand))]
            public Task RecoverAsync() => vm.YankAsync();
        }
        """;

    public static TheoryData<string, string, string> Shapes =>
        new()
        {
            { "if", "if (vm.Supports<YankCommand>()) { await vm.YankAsync(); }", "await [|vm.YankAsync()|];" },
            {
                "&&",
                "_ = vm.Supports<YankCommand>() && vm.YankAsync().IsCompleted;",
                "_ = flag && [|vm.YankAsync()|].IsCompleted;"
            },
            {
                "||",
                "_ = !vm.Supports<YankCommand>() || vm.YankAsync().IsCompleted;",
                "_ = vm.Supports<YankCommand>() || [|vm.YankAsync()|].IsCompleted;"
            },
            {
                "?:",
                "await (vm.Supports<YankCommand>() ? vm.YankAsync() : Task.CompletedTask);",
                "await (vm.Supports<YankCommand>() ? Task.CompletedTask : [|vm.YankAsync()|]);"
            },
            {
                "early return",
                "if (!vm.Supports<YankCommand>()) { return; } await vm.YankAsync();",
                "if (vm.Supports<YankCommand>()) { return; } await [|vm.YankAsync()|];"
            },
            {
                "early throw",
                "if (!vm.Supports<YankCommand>()) { throw new Exception(); } await vm.YankAsync();",
                "if (flag) { throw new Exception(); } await [|vm.YankAsync()|];"
            },
            {
                "is false",
                "if (vm.Supports<YankCommand>() is false) { return; } await vm.YankAsync();",
                "if (vm.Supports<YankCommand>() is false) { await [|vm.YankAsync()|]; }"
            },
            {
                "== false",
                "if (vm.Supports<YankCommand>() == false) { return; } await vm.YankAsync();",
                "if (vm.Supports<YankCommand>() == false) { await [|vm.YankAsync()|]; }"
            },
            {
                "local bool",
                "bool ok = vm.Supports<YankCommand>(); if (ok) { await vm.YankAsync(); }",
                "bool ok = vm.Supports<YankCommand>(); ok = flag; if (ok) { await [|vm.YankAsync()|]; }"
            },
            {
                "guard ? value : null in an initializer",
                """
                    _ = new BlockdevMirrorCommand
                    {
                        Device = "a",
                        CopyMode = vm.Supports(QemuFeatures.BlockdevMirror.CopyMode) ? MirrorCopyMode.Background : null,
                    };
                    """,
                """
                    _ = new BlockdevMirrorCommand
                    {
                        Device = "a",
                        [|CopyMode|] = flag ? MirrorCopyMode.Background : null,
                    };
                    """
            },
            {
                "finally",
                "if (vm.Supports<YankCommand>()) { try { Use(); } finally { await vm.YankAsync(); } }",
                """
                    try { if (!vm.Supports<YankCommand>()) { return; } Use(); } finally { await [|vm.YankAsync()|]; }
                    """
            },
            {
                "await between check and use",
                "if (vm.Supports<YankCommand>()) { await Task.Delay(1); await vm.YankAsync(); }",
                "if (flag) { await Task.Delay(1); await [|vm.YankAsync()|]; }"
            },
            {
                "lambda",
                "if (vm.Supports<YankCommand>()) { await CallAsync(() => vm.YankAsync()); }",
                "await CallAsync(() => [|vm.YankAsync()|]); if (vm.Supports<YankCommand>()) { }"
            },
            {
                "catch",
                "try { await vm.YankAsync(); } catch (QmpNotSupportedException) { }",
                "try { await [|vm.YankAsync()|]; } catch (QmpException) { }"
            },
            {
                "other client",
                "if (vm.Supports<YankCommand>() && other.Supports<YankCommand>()) { await other.YankAsync(); }",
                "if (vm.Supports<YankCommand>()) { await [|other.YankAsync()|]; }"
            },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Use_IsReportedOnlyWithoutCheck(string shape, string guarded, string unguarded)
    {
        Assert.NotEmpty(shape);
        await AnalyzerVerifier.VerifyBodyAsync(guarded);
        await AnalyzerVerifier.VerifyBodyAsync(unguarded);
    }

    [Fact]
    public async Task Annotation_OfTheCaller_GuardsItsBody()
    {
        await AnalyzerVerifier.VerifyAsync(GuardedFile);
        await AnalyzerVerifier.VerifyAsync("class Recovery(QemuClient vm) { Task RunAsync() => [|vm.YankAsync()|]; }");
    }

    [Fact]
    public async Task MinimumRelease_OfTheAssembly_IgnoresOlderReleases()
    {
        const string Code = "class User { Task A(QemuClient vm) => vm.YankAsync(); }";

        await AnalyzerVerifier.VerifyAsync($"[assembly: QmpMinimumRelease(\"7.2.22\")]\n{Code}");
        await AnalyzerVerifier.VerifyAsync(
            "[assembly: QmpMinimumRelease(\"5.2.0\")]\nclass User { Task A(QemuClient vm) => [|vm.YankAsync()|]; }"
        );
    }
}
