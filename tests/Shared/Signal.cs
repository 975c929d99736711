using System.Diagnostics;

namespace QmpGen.Tests;

/// <summary>What makes a process stand still, and lets it go on.</summary>
internal static class Signal
{
    public static Task StopAsync(int process) => SendAsync(process, "-STOP");

    public static Task ContinueAsync(int process) => SendAsync(process, "-CONT");

    private static async Task SendAsync(int process, string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{process}"]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"kill {signal} {process} failed.");
    }
}
