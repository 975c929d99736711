namespace QmpGen.Generator.Schema.Selection;

/// <summary>What a pattern is matched with: one in the metadata with commands or events, one in a file with
/// both.</summary>
internal enum PatternScope
{
    Commands,
    Events,
    Both,
}

/// <summary>Names on the wire: <c>*</c> stands for any characters, and <c>!</c> in front leaves out what matches. Case
/// matters: <c>stop</c> is a command, <c>STOP</c> an event.</summary>
/// <param name="text">The pattern as it is written.</param>
/// <param name="scope">What it is matched with.</param>
/// <param name="start">Where it begins in the text that it stands in.</param>
internal sealed class NamePattern(string text, PatternScope scope, int start)
{
    private readonly string[] _parts = text.TrimStart('!').Split('*');

    public string Text => text;

    public PatternScope Scope => scope;

    public int Start => start;

    public int End => start + text.Length;

    /// <summary>Whether what matches is left out.</summary>
    public bool Excludes => text[0] == '!';

    /// <summary>Whether it names one thing.</summary>
    public bool IsExact => _parts.Length == 1;

    /// <summary>The names, without the sign for leaving out.</summary>
    public string Names => text.TrimStart('!');

    public bool Matches(string name)
    {
        if (IsExact)
        {
            return name == _parts[0];
        }

        if (!name.StartsWith(_parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        int end = _parts[0].Length;
        for (int i = 1; i < _parts.Length - 1; i++)
        {
            int found = name.IndexOf(_parts[i], end, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            end = found + _parts[i].Length;
        }

        string last = _parts[_parts.Length - 1];
        return name.Length - last.Length >= end && name.EndsWith(last, StringComparison.Ordinal);
    }
}
