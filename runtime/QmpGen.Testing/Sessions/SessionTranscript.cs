using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>The last messages of all sessions, for the messages of failed assertions.</summary>
internal sealed class SessionTranscript
{
    private const int MaxLines = 40;

    private readonly Queue<string> _lines = [];

    /// <summary>Adds the short text of a request.</summary>
    public void AddReceived(int session, string text) => Add($"C{session}: {text}");

    /// <summary>Adds a message of the server.</summary>
    public void AddSent(int session, ReadOnlySpan<byte> message) => Add($"S{session}: {MessageText.Format(message)}");

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
            if (_lines.Count == MaxLines)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }
}
