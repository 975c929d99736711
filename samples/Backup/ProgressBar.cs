using QmpGen.Operations;

namespace Backup;

/// <summary>Prints the progress of a job in one line of the terminal.</summary>
internal sealed class ProgressBar(string title) : IProgress<JobProgress>
{
    private const int Width = 40;

    // In a file, a line for each report is easier to read.
    private static readonly string s_start = Console.IsOutputRedirected ? "" : "\r";
    private static readonly string s_end = Console.IsOutputRedirected ? "\n" : "";

    public void Report(JobProgress value)
    {
        int filled = (int)(value.Fraction * Width);
        string bar = new string('#', filled) + new string('.', Width - filled);
        string copied = $"{value.Current >> 20}".PadLeft(4);
        Console.Write($"{s_start}  {title.PadRight(12)} [{bar}] {copied} of {value.Total >> 20} MiB{s_end}");
        if (value.Status == "concluded" && !Console.IsOutputRedirected)
        {
            Console.WriteLine();
        }
    }
}
