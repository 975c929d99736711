using System.Net.Sockets;
using System.Text;

namespace QmpGen.Benchmarks;

/// <summary>A QMP server that responds to the requests of the benchmarks at once.</summary>
/// <remarks>It runs in a child process, so its CPU time is not measured. It ends with its standard input, which is when
/// the parent ends.</remarks>
internal sealed class InstantResponder
{
    private const int ThreadStackBytes = 256 * 1024;

    private readonly byte[] _schema;

    private InstantResponder(int schemaCopies)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "schema", "qemu-7.2.json");
        string entities = File.ReadAllText(file).ReplaceLineEndings("").Trim('[', ']');
        _schema = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(entities, schemaCopies))}]");
    }

    /// <summary>Serves connections until the standard input ends.</summary>
    /// <param name="path">The path of the socket.</param>
    /// <param name="schemaCopies">How often the reply to <c>query-qmp-schema</c> repeats the schema.</param>
    public static int Run(string path, int schemaCopies)
    {
        InstantResponder responder = new(schemaCopies);
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1024);
        new Thread(() => responder.Accept(listener)) { IsBackground = true }.Start();
        Console.WriteLine("ready");
        Console.In.ReadToEnd();
        return 0;
    }

    private void Accept(Socket listener)
    {
        while (true)
        {
            ResponderConnection connection = new(listener.Accept(), _schema);
            new Thread(connection.Serve, ThreadStackBytes) { IsBackground = true }.Start();
        }
    }
}
