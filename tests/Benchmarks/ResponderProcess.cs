using System.Diagnostics;
using System.Globalization;

namespace QmpGen.Benchmarks;

/// <summary>A child process that runs <see cref="InstantResponder"/>.</summary>
internal sealed class ResponderProcess : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly Process _process;

    /// <summary>Starts the process and waits until it accepts connections.</summary>
    /// <param name="schemaCopies">How often the reply to <c>query-qmp-schema</c> repeats the schema.</param>
    public ResponderProcess(int schemaCopies = 1)
    {
        Path = System.IO.Path.Combine(_directory.FullName, "qmp");
        string copies = schemaCopies.ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new("dotnet", [typeof(ResponderProcess).Assembly.Location, "respond", Path, copies])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.StandardOutput.ReadLine();
    }

    /// <summary>The path of its socket.</summary>
    public string Path { get; }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
