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

    /// <summary>Appends members as the compiler does, and unknown enum values as their wire names.</summary>
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
            builder.Append(separator).Append(name).Append(" = ").Append(EnumText.Format(value));
            separator = ", ";
        }

        return true;
    }
}
