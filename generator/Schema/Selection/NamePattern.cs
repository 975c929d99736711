using QmpGen.Generator.Diagnostics;

namespace QmpGen.Generator.Schema.Selection;

/// <summary>The names that a pattern applies to.</summary>
internal enum PatternScope
{
    Commands,
    Events,
    Both,
}

/// <summary>A pattern of wire names. <c>*</c> stands for any characters; <c>!</c> in front excludes the
/// matches.</summary>
/// <remarks>Case matters: <c>stop</c> is a command, <c>STOP</c> an event.</remarks>
/// <param name="text">The pattern, with its <c>!</c>.</param>
internal sealed class NamePattern(string text, PatternScope scope, SourceLocation location)
{
    private readonly string[] _parts = Split(text.TrimStart('!'));

    public string Text => text;

    public PatternScope Scope => scope;

    public SourceLocation Location => location;

    /// <summary>Whether the matches are left out.</summary>
    public bool Excludes => text[0] == '!';

    /// <summary>Whether the pattern is a full name.</summary>
    public bool IsExact => _parts.Length == 1;

    /// <summary>The pattern without its <c>!</c>.</summary>
    public string Names => text.TrimStart('!');

    /// <summary>Gets whether a name matches. A name has at most as many parts as characters.</summary>
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

    /// <summary>Splits a pattern at each run of <c>*</c>.</summary>
    private static string[] Split(string names)
    {
        string[] parts = names.Split('*');
        return [.. parts.Where((part, i) => part.Length > 0 || i == 0 || i == parts.Length - 1)];
    }
}
