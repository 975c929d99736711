using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>Stops and continues processes.</summary>
internal static class ProcessSignal
{
    /// <summary>Sends SIGSTOP and waits until every thread of the process has stopped.</summary>
    public static async Task StopAsync(int process)
    {
        await SendAsync(process, "-STOP");

        // The kernel stops the threads one after another.
        while (
            OperatingSystem.IsLinux() && Directory.GetDirectories($"/proc/{process}/task").Any(task => !IsStopped(task))
        )
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Sends SIGCONT.</summary>
    public static Task ContinueAsync(int process) => SendAsync(process, "-CONT");

    private static bool IsStopped(string task) => File.ReadAllText($"{task}/stat").Split(')')[^1].TrimStart()[0] == 'T';

    private static async Task SendAsync(int process, string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{process}"]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill {signal} {process} failed.");
        }
    }
}
