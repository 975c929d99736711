using Microsoft.CodeAnalysis;

namespace QmpGen.Generator.Tests.Analysis;

/// <summary>Code whose diagnostics are in the snapshot of all messages.</summary>
internal static class AnalysisCases
{
    private const string Code = """
        [assembly: QmpMinimumRelease("7.2")]
        [assembly: QmpMinimumRelease("7.2.22", Namespace = "Agent")]

        class User
        {
            object[] Run(QemuClient vm, StatusInfo info) =>
                [
                    vm.YankAsync(),
                    new QueryStatsCommand(),
                    vm.Subscribe<DeviceUnplugEvent>(),
                    new BlockdevOptions.File { Aio = BlockdevAio.Threads },
                    info.Reason!,
                    RunState.Paused,
                    vm.Supports<QueryStatusCommand>(),
                    vm.Supports(RunState.Running),
                ];
        }
        """;

    /// <summary>Formats the diagnostics of a rule: the code and the message.</summary>
    public static async Task<IEnumerable<string>> FormatAsync(string id) =>
        (await AnalyzerVerifier.AnalyzeAsync(Code))
            .Where(diagnostic => diagnostic.Id == id)
            .SelectMany(diagnostic =>
                new[]
                {
                    diagnostic
                        .Location.SourceTree!.ToString()
                        .Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length),
                    $"  {diagnostic}",
                }
            );
}
