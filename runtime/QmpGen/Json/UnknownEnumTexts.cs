namespace QmpGen.CodeGeneration;

/// <summary>The numbers of enum texts that no schema declares, for all enums.</summary>
/// <remarks>
/// <para>An enum value is a number, which any code can compare and print. A text therefore has one number in the whole
/// process, and each number has one text or none.</para>
/// <para>A peer can send any number of texts. Each client has a quota, so a peer cannot use the texts of others. Many
/// clients together can exceed the capacity. The oldest text is then removed, and its number has no text.</para>
/// </remarks>
/// <param name="capacity">The maximum number of texts.</param>
internal sealed class UnknownEnumTexts(int capacity)
{
    /// <summary>The maximum length of a text, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>The maximum number of texts in the process, which the quotas of 64 clients fill.</summary>
    public const int SharedCapacity = 64 * EnumTextQuota.MaxTexts;

    /// <summary>The number of all texts that are not kept.</summary>
    public const int NotKept = int.MaxValue;

    // No enum declares as many values.
    private const int FirstNumber = 1 << 30;
    private const string NotKeptText = "(unknown)";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _texts = [];
    private int _oldest = FirstNumber;
    private int _next = FirstNumber;

    /// <summary>The texts of the process.</summary>
    public static UnknownEnumTexts Shared { get; } = new(SharedCapacity);

    /// <summary>Returns the number of a text, or <see cref="NotKept"/>.</summary>
    public int GetOrAdd(string text, EnumTextQuota quota)
    {
        if (text.Length > MaxLength)
        {
            return NotKept;
        }

        lock (_gate)
        {
            return _numbers.TryGetValue(text, out int number) ? number
                : quota.TryTake() ? Add(text)
                : NotKept;
        }
    }

    /// <summary>Returns the text of a number, or an empty text if the number is not that of an unknown text.</summary>
    public string Find(int number)
    {
        if (number < FirstNumber)
        {
            return "";
        }

        lock (_gate)
        {
            return _texts.GetValueOrDefault(number, NotKeptText);
        }
    }

    private int Add(string text)
    {
        if (_numbers.Count == capacity)
        {
            _texts.Remove(_oldest, out string? removed);
            _numbers.Remove(removed!);
            _oldest = GetNext(_oldest);
        }

        int number = _next;
        _numbers.Add(text, number);
        _texts.Add(number, text);
        _next = GetNext(number);
        return number;
    }

    private static int GetNext(int number) => number + 1 < NotKept ? number + 1 : FirstNumber;
}
