using QmpGen.Operations;

namespace Lab;

/// <summary>Prints the progress of a migration in one line of the terminal.</summary>
internal sealed class MigrationBar : IProgress<MigrationProgress>
{
    private const int Width = 40;

    // In a file, a line for each report is easier to read.
    private static readonly string s_start = Console.IsOutputRedirected ? "" : "\r";
    private static readonly string s_end = Console.IsOutputRedirected ? "\n" : "";

    public void Report(MigrationProgress value)
    {
        if (value.TotalBytes == 0)
        {
            // QEMU has not started to send memory.
            return;
        }

        long done = value.TotalBytes - value.RemainingBytes;
        int filled = (int)(done * Width / value.TotalBytes);
        string bar = new string('#', filled) + new string('.', Width - filled);
        Console.Write($"{s_start}  migration    [{bar}] {done >> 20} of {value.TotalBytes >> 20} MiB{s_end}");
        if (value.Status == "completed" && !Console.IsOutputRedirected)
        {
            Console.WriteLine();
        }
    }
}
