using QmpGen.CodeGeneration;

namespace QmpGen;

/// <content>The conversions that need <see cref="QmpWriter"/>. Generated enums add one each.</content>
public sealed partial class QmpValue
{
    /// <summary>Converts a generated object or union.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The value.</returns>
    /// <exception cref="QmpArgumentException">The object contains a value that cannot be sent.</exception>
    public static QmpValue From(IQmpObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Parse(QmpWriter.ToUtf8(writer => writer.WriteObject(value)));
    }

    /// <summary>Converts a generated alternate.</summary>
    /// <param name="value">The alternate.</param>
    /// <returns>The value.</returns>
    /// <exception cref="QmpArgumentException">The alternate contains a value that cannot be sent.</exception>
    public static QmpValue From(IQmpAlternate value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Parse(QmpWriter.ToUtf8(value.WriteValue));
    }
}
