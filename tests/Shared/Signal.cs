using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>What makes a process stand still, and lets it go on.</summary>
internal static class Signal
{
    /// <summary>Stops a process, and waits until each of its threads stands still: the kernel tells them one after
    /// another.</summary>
    public static async Task StopAsync(int process)
    {
        await SendAsync(process, "-STOP");
        while (
            OperatingSystem.IsLinux() && Directory.GetDirectories($"/proc/{process}/task").Any(task => !IsStopped(task))
        )
        {
            await Task.Delay(1);
        }
    }

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
