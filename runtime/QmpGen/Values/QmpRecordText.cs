using System.ComponentModel;
using System.Text;

namespace QmpGen.CodeGeneration;

/// <summary>Formats records like the <c>ToString</c> that the compiler generates.</summary>
/// <remarks>
/// The base types of generated records seal <c>ToString</c> with this method. Otherwise the compiler would generate one
/// for each record, which slows down every build.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class QmpRecordText
{
    /// <summary>Formats a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="printMembers">The <c>PrintMembers</c> method of the record.</param>
    /// <returns>The text, such as <c>File { Filename = /vm/disk0.qcow2 }</c>.</returns>
    public static string Format(object record, Func<StringBuilder, bool> printMembers)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(printMembers);
        StringBuilder text = new();
        text.Append(record.GetType().Name).Append(" { ");
        if (printMembers(text))
        {
            text.Append(' ');
        }

        return text.Append('}').ToString();
    }

    /// <summary>Appends members as the compiler does, with the wire names of unknown enum values.</summary>
    /// <remarks>Values of the type <see cref="QmpValue"/> are formatted without secrets.</remarks>
    /// <param name="builder">The output.</param>
    /// <param name="hasOthers">Whether other members precede them.</param>
    /// <param name="names">The names of the members, separated by spaces.</param>
    /// <param name="values">Their values, in the same order.</param>
    /// <returns>True.</returns>
    public static bool AppendMembers(StringBuilder builder, bool hasOthers, string names, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(values);
        string separator = hasOthers ? ", " : "";
        foreach ((string name, object? value) in names.Split(' ').Zip(values))
        {
            builder.Append(separator).Append(name).Append(" = ").Append(FormatValue(value));
            separator = ", ";
        }

        return true;
    }

    /// <summary>Replaces the value of a member that is a secret.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text <c>(redacted)</c>, or null if the member is absent.</returns>
    public static string? Redact(object? value) => value is null ? null : SecretText.Mark;

    /// <summary>Formats the value of a member, or an item of a list.</summary>
    internal static string? FormatValue(object? value) =>
        value is QmpValue any ? SecretText.Format(QmpValue.GetUtf8(any)) : EnumText.Format(value);
}
