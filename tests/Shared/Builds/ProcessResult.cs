using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace QmpGen.Tests.Builds;

/// <summary>The exit code and the output of a program.</summary>
internal sealed partial record ProcessResult(string Command, int ExitCode, string Output)
{
    /// <summary>The distinct errors and warnings of a build, without the project and the help link.</summary>
    public IReadOnlyList<string> Messages =>
        [
            .. Output
                .Split('\n')
                .Where(line => Message().IsMatch(line))
                .Select(line => line.Split(" [")[0].Split(" (https://")[0].Trim())
                .Distinct(),
        ];

    /// <summary>Runs a program and waits until it exits.</summary>
    public static async Task<ProcessResult> RunAsync(
        string program,
        string[] arguments,
        string directory,
        params (string Name, string Value)[] environment
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;

        // Builds must not slow down the timing tests that run in parallel.
        if (program == TemporaryProject.Dotnet)
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }

        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new($"{program} {string.Join(' ', arguments)}", process.ExitCode, output + await errors);
    }

    /// <summary>Asserts that the program succeeded, without errors or warnings of a build.</summary>
    public ProcessResult AssertSuccess()
    {
        Assert.True(ExitCode == 0 && Messages.Count == 0, $"{Command}\nexited with {ExitCode}:\n{Output}");
        return this;
    }

    [GeneratedRegex(@"\b(error|warning) [A-Z]+[0-9]+:")]
    private static partial Regex Message();
}
