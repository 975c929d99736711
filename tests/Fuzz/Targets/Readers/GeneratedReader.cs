using QmpGen.CodeGeneration;

namespace QmpGen.Fuzz.Targets.Readers;

/// <summary>A generated type that a peer's bytes are read into.</summary>
internal abstract class GeneratedReader
{
    /// <summary>Reads JSON, and looks at what comes out.</summary>
    /// <exception cref="FindingException">It is not what it should be.</exception>
    public abstract Outcome Read(byte[] json);
}

/// <inheritdoc/>
/// <param name="subject">What is read, for the reader's messages.</param>
/// <param name="read">Reads it.</param>
/// <param name="write">Writes what has been read.</param>
internal sealed class GeneratedReader<T>(string subject, QmpReadFunc<T> read, QmpWriteAction<T> write) : GeneratedReader
{
    private readonly QmpReadContext _context = new() { Subject = subject };

    public override Outcome Read(byte[] json)
    {
        T value;
        try
        {
            value = Once(json);
        }
        catch (QmpProtocolException e)
        {
            Documented.Check(e);
            return Outcome.Refused;
        }

        T again = Once(json);
        CheckEqual(value, again, "What is read twice is not the same.");
        if ($"{value}" != $"{again}")
        {
            throw new FindingException($"What is read twice prints otherwise: {value} and {again}");
        }

        if (Write(value) is { } written)
        {
            CheckEqual(value, Once(written), "What is written and read again is not the same.");
        }

        return Outcome.Read;
    }

    private T Once(byte[] json)
    {
        QmpReader reader = new(json, _context);
        return read(ref reader);
    }

    private static void CheckEqual(T one, T other, string otherwise)
    {
        if (!EqualityComparer<T>.Default.Equals(one, other) || one?.GetHashCode() != other?.GetHashCode())
        {
            throw new FindingException($"{otherwise} {one} and {other}");
        }
    }

    /// <summary>What is written; null where it holds a text that the schema lacks, or that may not be sent.</summary>
    private byte[]? Write(T value)
    {
        try
        {
            return QmpWriter.ToUtf8(writer => write(writer, value));
        }
        catch (QmpArgumentException)
        {
            return null;
        }
    }
}
