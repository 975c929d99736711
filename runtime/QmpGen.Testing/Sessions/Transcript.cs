using System.Text;

namespace QmpGen.Testing.Sessions;

/// <summary>The last that was said in all sessions together, for messages: a test that fails shows what went
/// on.</summary>
internal sealed class Transcript
{
    private const int Lines = 40;
    private const int LineLength = 300;

    private readonly Queue<string> _lines = [];

    /// <summary>Keeps what a client said.</summary>
    public void Hear(int session, string text) => Add($"C{session}: {text}");

    /// <summary>Keeps what the server said.</summary>
    public void Say(int session, ReadOnlySpan<byte> message) =>
        Add($"S{session}: {Encoding.ASCII.GetString(message[..Math.Min(message.Length, LineLength)]).Trim()}");

    /// <summary>The lines, oldest first.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines.Select(line => $"  {line}"));
        }
    }

    private void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Lines)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line.Length > LineLength ? $"{line[..LineLength]}..." : line);
        }
    }
}
