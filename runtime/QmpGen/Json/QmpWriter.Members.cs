namespace QmpGen.Json;

/// <content>A name and its value in one call: what generated writers consist of.</content>
public sealed partial class QmpWriter
{
    /// <summary>Writes a mandatory member.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">The value is null, or one that cannot be sent.</exception>
    public void Mandatory(string name, string? value)
    {
        Name(name);
        String(value!);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, bool value)
    {
        Name(name);
        _json.WriteBooleanValue(value);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, long value)
    {
        Name(name);
        _json.WriteNumberValue(value);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, ulong value)
    {
        Name(name);
        _json.WriteNumberValue(value);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, double value)
    {
        Name(name);
        Number(value);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, QmpValue? value)
    {
        Name(name);
        Any(value!);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, IQmpObject? value)
    {
        Name(name);
        Object(value!);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory(string name, IQmpAlternate? value)
    {
        Name(name);
        Present(value).WriteValue(this);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory<TEnum>(string name, TEnum value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        Name(name);
        Enum(value, table);
    }

    /// <inheritdoc cref="Mandatory(string, string)"/>
    public void Mandatory<T>(string name, QmpList<T>? value, QmpWriteAction<T> writeItem)
    {
        Name(name);
        List(value!, writeItem);
    }

    /// <summary>Writes an optional member, if it is there.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value; null means that the member is absent.</param>
    /// <exception cref="QmpArgumentException">The value is one that cannot be sent.</exception>
    public void Optional(string name, string? value)
    {
        if (value is not null)
        {
            Mandatory(name, value);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, bool? value)
    {
        if (value is { } present)
        {
            Mandatory(name, present);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, long? value)
    {
        if (value is { } present)
        {
            Mandatory(name, present);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, ulong? value)
    {
        if (value is { } present)
        {
            Mandatory(name, present);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, double? value)
    {
        if (value is { } present)
        {
            Mandatory(name, present);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, QmpValue? value)
    {
        if (value is not null)
        {
            Mandatory(name, value);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, IQmpObject? value)
    {
        if (value is not null)
        {
            Mandatory(name, value);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional(string name, IQmpAlternate? value)
    {
        if (value is not null)
        {
            Mandatory(name, value);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional<TEnum>(string name, TEnum? value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        if (value is { } present)
        {
            Mandatory(name, present, table);
        }
    }

    /// <inheritdoc cref="Optional(string, string)"/>
    public void Optional<T>(string name, QmpList<T>? value, QmpWriteAction<T> writeItem)
    {
        if (value is not null)
        {
            Mandatory(name, value, writeItem);
        }
    }

    /// <summary>Writes the members that the caller added to those of the schema.</summary>
    /// <param name="arguments">Where they are.</param>
    /// <exception cref="QmpArgumentException">A value is one that QEMU could not read.</exception>
    public void Extra(QmpArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach ((string name, QmpValue value) in arguments.ExtraOrEmpty)
        {
            _hasForeignJson = true;
            Mandatory(name, value);
        }
    }
}
