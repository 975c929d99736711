namespace QmpGen.CodeGeneration;

/// <content>Writes a name and its value in one call. Generated writers consist of these calls.</content>
public sealed partial class QmpWriter
{
    /// <summary>Writes a required member.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">The value is null or cannot be sent.</exception>
    public void WriteRequired(string name, string? value)
    {
        WritePropertyName(name);
        WriteString(value!);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, bool value)
    {
        WritePropertyName(name);
        _json.WriteBooleanValue(value);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, long value)
    {
        WritePropertyName(name);
        _json.WriteNumberValue(value);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, ulong value)
    {
        WritePropertyName(name);
        _json.WriteNumberValue(value);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, double value)
    {
        WritePropertyName(name);
        WriteDouble(value);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, QmpValue? value)
    {
        WritePropertyName(name);
        WriteAny(value!);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, IQmpObject? value)
    {
        WritePropertyName(name);
        WriteObject(value!);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired(string name, IQmpAlternate? value)
    {
        WritePropertyName(name);
        RequireValue(value).WriteValue(this);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired<TEnum>(string name, TEnum value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        WritePropertyName(name);
        WriteEnum(value, table);
    }

    /// <inheritdoc cref="WriteRequired(string, string)"/>
    public void WriteRequired<T>(string name, QmpList<T>? value, QmpWriteAction<T> writeItem)
    {
        WritePropertyName(name);
        WriteList(value!, writeItem);
    }

    /// <summary>Writes an optional member, if it has a value.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value; null omits the member.</param>
    /// <exception cref="QmpArgumentException">The value cannot be sent.</exception>
    public void WriteOptional(string name, string? value)
    {
        if (value is not null)
        {
            WriteRequired(name, value);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, bool? value)
    {
        if (value is { } present)
        {
            WriteRequired(name, present);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, long? value)
    {
        if (value is { } present)
        {
            WriteRequired(name, present);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, ulong? value)
    {
        if (value is { } present)
        {
            WriteRequired(name, present);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, double? value)
    {
        if (value is { } present)
        {
            WriteRequired(name, present);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, QmpValue? value)
    {
        if (value is not null)
        {
            WriteRequired(name, value);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, IQmpObject? value)
    {
        if (value is not null)
        {
            WriteRequired(name, value);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional(string name, IQmpAlternate? value)
    {
        if (value is not null)
        {
            WriteRequired(name, value);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional<TEnum>(string name, TEnum? value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        if (value is { } present)
        {
            WriteRequired(name, present, table);
        }
    }

    /// <inheritdoc cref="WriteOptional(string, string)"/>
    public void WriteOptional<T>(string name, QmpList<T>? value, QmpWriteAction<T> writeItem)
    {
        if (value is not null)
        {
            WriteRequired(name, value, writeItem);
        }
    }

    /// <summary>Writes the extra arguments.</summary>
    /// <param name="arguments">The command, or the union that is its argument.</param>
    /// <exception cref="QmpArgumentException">QEMU cannot parse a value.</exception>
    public void WriteExtraArguments(QmpArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        foreach ((string name, QmpValue value) in arguments.ExtraOrEmpty)
        {
            _hasForeignJson = true;
            WriteRequired(name, value);
        }
    }

    /// <summary>Writes the tag of a flat union, unless it was read from a QEMU that does not send it.</summary>
    /// <typeparam name="TEnum">The enum of the tag.</typeparam>
    /// <param name="name">The wire name.</param>
    /// <param name="value">The value; 0 omits the member.</param>
    /// <param name="table">The wire names of the enum.</param>
    /// <exception cref="QmpArgumentException">The value cannot be sent.</exception>
    public void WriteTag<TEnum>(string name, TEnum value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        if (!EqualityComparer<TEnum>.Default.Equals(value, default))
        {
            WriteRequired(name, value, table);
        }
    }

    /// <summary>Writes the members of an object except those that are written already.</summary>
    /// <param name="json">The object.</param>
    /// <param name="written">The members that are written already.</param>
    public void WriteOtherMembers(QmpValue json, QmpMembers written)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(written);
        foreach ((string name, QmpValue value) in json.Members)
        {
            if (!written.Contains(name))
            {
                _hasForeignJson = true;
                WriteRequired(name, value);
            }
        }
    }
}
